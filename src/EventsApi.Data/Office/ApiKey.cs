namespace EventsApi.Data.Office;

/// <summary>What a key may be for.</summary>
public static class Scopes
{
    /// <summary>To read events, where reading is not open to everybody.</summary>
    public const string Read = "read";

    /// <summary>To import files, and to see its own imports.</summary>
    public const string Import = "import";

    /// <summary>To delete events.</summary>
    public const string Delete = "delete";

    /// <summary>All of it, to see everybody's imports and to take them back.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Read, Import, Delete, Admin];
}

/// <summary>A key as it is stored: without itself.</summary>
public sealed record ApiKey
{
    public long Id { get; init; }

    /// <summary>Whose it is; the history names it so.</summary>
    public string Name { get; init; } = "";

    /// <summary>SHA-256 of the key in hexadecimal digits.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Some of <see cref="Office.Scopes"/>, separated by commas.</summary>
    public string Scopes { get; init; } = "";

    /// <summary>Names of the data sets that it is bound to, separated by commas; null for all.</summary>
    public string? Datasets { get; init; }

    /// <summary>Requests a minute; null for any number.</summary>
    public long? Rate { get; init; }

    /// <summary>Unix milliseconds, as all times here.</summary>
    public long Created { get; init; }

    /// <summary>From when on it is not valid any more.</summary>
    public long? Expires { get; init; }

    public long? Revoked { get; init; }

    public long? LastUsed { get; init; }

    /// <summary>The data sets that it is bound to; null for all.</summary>
    public IReadOnlyList<string>? BoundTo => Datasets?.Split(',');

    /// <summary>Whether it may do what a scope is for.</summary>
    public bool Allows(string scope) => Scopes.Split(',') is var held && (held.Contains(scope) || held.Contains(Office.Scopes.Admin));

    /// <summary>Whether it sees the imports of others too; one that is bound to data sets sees its own.</summary>
    public bool SeesAllImports => Allows(Office.Scopes.Admin) && Datasets is null;

    /// <summary>Whether it is valid at a time.</summary>
    public bool IsValid(DateTimeOffset at) => Revoked is null && (Expires is not { } end || at.ToUnixTimeMilliseconds() < end);
}
