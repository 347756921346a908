using Microsoft.Data.Sqlite;

namespace EventsApi.Data.Storage;

/// <summary>
/// Stops whatever runs on a connection once a token is cancelled; until its disposal. SqliteCommand.Cancel does nothing,
/// and sqlite3_interrupt is lost when it comes a moment before the statement starts; a progress handler is not.
/// </summary>
internal sealed class SqliteCancellation : IDisposable
{
    // Some 100 microseconds of SQLite's work; asking the token costs a thousandth of that.
    private const int Instructions = 10_000;

    private readonly SqliteConnection _connection;

    public SqliteCancellation(SqliteConnection connection, CancellationToken token)
    {
        _connection = connection;
        if (token.CanBeCanceled)
        {
            SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, Instructions, _ => token.IsCancellationRequested ? 1 : 0, null);
        }
    }

    public void Dispose() => SQLitePCL.raw.sqlite3_progress_handler(_connection.Handle, 0, null, null);
}
