namespace EventsApi.Data.Sql;

/// <summary>Statements about imports as jobs; the same on every engine.</summary>
internal static class JobSql
{
    private const string Columns = "id, state, key_name, request, report, error, status, bytes, cancelled, created, started, finished";

    public const string Last = "SELECT last FROM import_number";

    public const string Raise = "UPDATE import_number SET last = @number";

    public const string Add = "INSERT INTO imports (id, state, key_name, request, bytes, created) VALUES (@Id, @State, @KeyName, @Request, @Bytes, @Created)";

    public const string Record = $"INSERT INTO imports ({Columns}) VALUES (@Id, @State, @KeyName, @Request, @Report, @Error, @Status, @Bytes, @Cancelled, @Created, @Started, @Finished)";

    /// <summary>Adds a job of another store as it is, unless there is one of its number.</summary>
    public const string Copy = $"INSERT INTO imports ({Columns}) SELECT @Id, @State, @KeyName, @Request, @Report, @Error, @Status, @Bytes, @Cancelled, @Created, @Started, @Finished WHERE NOT EXISTS (SELECT 1 FROM imports WHERE id = @Id)";

    public const string RaiseTo = "UPDATE import_number SET last = @number WHERE last < @number";

    public const string AllRemembered = "SELECT key_name, token, fingerprint, import, created FROM idempotency";

    public const string CopyRemembered = """
        INSERT INTO idempotency (key_name, token, fingerprint, import, created) SELECT @KeyName, @Token, @Fingerprint, @Import, @Created
        WHERE NOT EXISTS (SELECT 1 FROM idempotency WHERE key_name = @KeyName AND token = @Token)
        """;

    /// <summary>Ended before a time.</summary>
    public const string Old = "SELECT id FROM imports WHERE finished < @before ORDER BY id";

    public const string Remove = "DELETE FROM imports WHERE finished < @before";

    public const string Waiting = "SELECT count(*) FROM imports WHERE state = 'queued'";

    public const string Get = $"SELECT {Columns} FROM imports WHERE id = @id";

    /// <summary>The newest below a number, of one key or of all.</summary>
    public const string Page = $"SELECT {Columns} FROM imports WHERE id < @before AND (key_name = @key OR CAST(@key AS text) IS NULL) ORDER BY id DESC LIMIT @limit";

    public const string Oldest = $"SELECT {Columns} FROM imports WHERE state = 'queued' ORDER BY id LIMIT 1";

    public const string Unfinished = $"SELECT {Columns} FROM imports WHERE state = 'running' ORDER BY id";

    public const string Start = "UPDATE imports SET state = 'running', started = coalesce(started, @now) WHERE id = @id AND state = 'queued'";

    public const string Requeue = "UPDATE imports SET state = 'queued' WHERE id = @id AND state = 'running'";

    public const string End = "UPDATE imports SET state = @state, report = @report, error = @error, status = @status, finished = @now WHERE id = @id AND state IN ('queued', 'running')";

    public const string CancelWaiting = "UPDATE imports SET state = 'cancelled', finished = @now WHERE id = @id AND state = 'queued'";

    public const string CancelRunning = "UPDATE imports SET cancelled = 1 WHERE id = @id AND state = 'running'";

    public const string Forget = "DELETE FROM idempotency WHERE created < @before";

    public const string Known = "SELECT fingerprint AS Fingerprint, import AS Import FROM idempotency WHERE key_name = @KeyName AND token = @Token";

    public const string Remember = "INSERT INTO idempotency (key_name, token, fingerprint, import, created) VALUES (@KeyName, @Token, @Fingerprint, @Import, @Created)";
}
