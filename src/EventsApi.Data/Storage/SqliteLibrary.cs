using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace EventsApi.Data.Storage;

/// <summary>
/// One SQLite per process. mod_spatialite is linked against the system's SQLite; loaded beside the bundled one it
/// corrupts metadata and ends in a segmentation fault. So the provider is pointed at the system's library before the
/// first connection.
/// </summary>
internal static class SqliteLibrary
{
    private const string Bundled = "e_sqlite3";

    // Debian, Ubuntu and Fedora; Homebrew on Apple and Intel machines, whose own SQLite loads no extensions.
    private static readonly string[] Candidates =
    [
        "libsqlite3.so.0",
        "/opt/homebrew/opt/sqlite/lib/libsqlite3.dylib",
        "/usr/local/opt/sqlite/lib/libsqlite3.dylib",
    ];

    private static readonly Lazy<IntPtr> Loaded = new(Initialise);

    /// <summary>The library.</summary>
    public static IntPtr Handle => Loaded.Value;

    public static void Use() => _ = Loaded.Value;

    private static IntPtr Initialise()
    {
        var library = Load();
        var provider = Assembly.Load("SQLitePCLRaw.provider.e_sqlite3");
        NativeLibrary.SetDllImportResolver(provider, (name, _, _) => name == Bundled ? library : IntPtr.Zero);
        Batteries_V2.Init();
        // Each connection is used by one thread at a time: a lock around every cell, and one for counting memory that all
        // share, are a quarter of reading. Where another program part has begun to use the library it stays as it is.
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
        return library;
    }

    private static IntPtr Load()
    {
        foreach (var candidate in Candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out var library))
            {
                return library;
            }
        }
        throw new DatabaseUnavailableException("The system's SQLite library was not found. " + Installation);
    }

    public const string Installation =
        "Install SpatiaLite: 'apt-get install libsqlite3-mod-spatialite' on Debian and Ubuntu, 'dnf install libspatialite' on Fedora, 'brew install libspatialite' on macOS.";
}
