using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Benchmarks;

/// <summary>What benchmarks share: a folder with the synthetic events and their store, the real program, the table.</summary>
public sealed class Lab : IAsyncDisposable
{
    private readonly string _folder;
    private EventServer? _server;
    private ByteServer? _bytes;

    public Lab(int events, string? folder, string? postgres)
    {
        Events = events;
        Postgres = postgres;
        Root = FindRoot();
        Program = Path.Combine(Root, "artifacts", "bin", "EventsApi", "release", "EventsApi.dll");
        if (!File.Exists(Program))
        {
            throw new InvalidOperationException($"There is no {Program}: run this with -c Release.");
        }
        _folder = Path.Combine(Path.GetFullPath(folder ?? Path.Combine(Root, "artifacts", "benchmarks")), $"{events}");
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Synthetic events in the store.</summary>
    public int Events { get; }

    /// <summary>The working copy.</summary>
    public string Root { get; }

    /// <summary>The server's program as <c>dotnet</c> takes it.</summary>
    public string Program { get; }

    /// <summary>A connection string of PostgreSQL without a database; null when none was given.</summary>
    public string? Postgres { get; }

    public Results Results { get; } = new("What", "Ours", "Reference", "Ratio");

    public Results OnPostgres { get; } = new("What", "Ours on SQLite", "Ours on PostgreSQL", "psql", "Ratio of the last two");

    public Results OnDuckDb { get; } = new("Grouping", "Ours over HTTP", "DuckDB", "sqlite3", "Times DuckDB's speed", "Times sqlite3's speed");

    /// <summary>The store of the synthetic events.</summary>
    public string Database => FilePath("events.db");

    /// <summary>UCDP's narrow file where the founders' data lie beside the working copy; null elsewhere.</summary>
    public string? Narrow { get; } = FindNarrow();

    /// <summary>Progress: stdout carries nothing but the table.</summary>
    public static void Say(string text) => Console.Error.WriteLine(text);

    public string FilePath(string name) => Path.Combine(_folder, name);

    /// <summary>Takes a database away with what SQLite keeps beside it.</summary>
    public static void Remove(string database)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"])
        {
            File.Delete(database + suffix);
        }
    }

    /// <summary>Copies a database that nobody writes to.</summary>
    public static void Copy(string database, string to)
    {
        Remove(to);
        File.Copy(database, to);
        if (File.Exists(database + "-wal"))
        {
            File.Copy(database + "-wal", to + "-wal");
        }
    }

    /// <summary>The synthetic events as a file with ACLED's columns.</summary>
    public string SyntheticCsv()
    {
        var path = FilePath("events.csv");
        if (!File.Exists(path))
        {
            Say($"  writing {Events:N0} synthetic events");
            SyntheticEvents.WriteCsv(path + ".part", Events);
            File.Move(path + ".part", path);
        }
        return path;
    }

    /// <summary>Makes the store by the real importer, unless an earlier run did.</summary>
    public async Task NeedDatabaseAsync()
    {
        if (File.Exists(Database) && await CountAsync() == Events)
        {
            return;
        }
        Say("  importing the synthetic events");
        await ImportAsync(Database, SyntheticCsv());
    }

    /// <summary>Imports a file by the real program; an empty store is made first unless <paramref name="into"/> says otherwise.</summary>
    public async Task<Spent> ImportAsync(string database, string file, bool into = false)
    {
        if (!into)
        {
            Remove(database);
        }
        return await Child.RunAsync("/dev/null", "dotnet", Program, "import", "--database", database, file);
    }

    /// <summary>The real server over the store.</summary>
    public async Task<EventServer> ServerAsync()
    {
        await NeedDatabaseAsync();
        return _server ??= await EventServer.StartAsync(this, Database);
    }

    /// <summary>The reference: an endpoint that does nothing but return bytes.</summary>
    public async Task<ByteServer> BytesAsync() => _bytes ??= await ByteServer.StartAsync(this);

    /// <summary>Whether the sqlite3 shell is there to compare with.</summary>
    public static async Task<bool> HasShellAsync() => (await Child.OutputAsync("sqlite3", "--version")).Length > 0;

    /// <summary>The last event before a page so deep in the default order, and the cursor that a client who paged there would have.</summary>
    public async Task<(Event Last, string Cursor)> DeepAsync(int depth)
    {
        await NeedDatabaseAsync();
        var sort = EventQuery.TotalOrder([new SortKey(EventColumns.EventDate, Descending: true)]);
        await using var database = Data.Storage.Database.Open(Database);
        await using var session = await database.ReadAsync(default);
        var row = await session.EventsAsync(new EventQuery { Sort = sort, Fields = [EventColumns.EventIdCnty], Offset = depth - 1, Limit = 1 }).FirstAsync();
        return (row, Cursor.After(sort, row).ToString());
    }

    public async ValueTask DisposeAsync()
    {
        _server?.Dispose();
        _bytes?.Dispose();
        await Task.CompletedTask;
    }

    private async Task<long> CountAsync()
    {
        await using var database = Data.Storage.Database.Open(Database);
        await database.MigrateAsync(default);
        await using var session = await database.ReadAsync(default);
        return await session.CountAsync(Predicate.Everything);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventsApi.sln")))
            {
                return folder.FullName;
            }
        }
        throw new InvalidOperationException("This runs inside a working copy of the project.");
    }

    private static string? FindNarrow()
    {
        var path = Path.GetFullPath(Path.Combine(FindRoot(), "..", "shared", "data", "ucdp", "ged211-narrow-176579.csv.gz"));
        return File.Exists(path) ? path : null;
    }
}
