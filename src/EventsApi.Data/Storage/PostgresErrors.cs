using Npgsql;

namespace EventsApi.Data.Storage;

/// <summary>PostgreSQL's errors as ours. Messages name the server and the database, never who asked with which password.</summary>
internal static class PostgresErrors
{
    /// <summary>
    /// <see cref="OperationCanceledException"/> for a statement that we cancelled, <see cref="StatementStoppedException"/> for one
    /// that the server did, <see cref="DatabaseUnavailableException"/> for a server that is away, full or not set up; null for
    /// a statement that is wrong itself.
    /// </summary>
    public static Exception? Translate(Exception exception, string name, CancellationToken token) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } when token.IsCancellationRequested => new OperationCanceledException(exception.Message, exception, token),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } stopped => new StatementStoppedException(
            $"PostgreSQL stopped a statement ({name}): {stopped.MessageText}. A longer statement_timeout, for this user or in the connection string (Options=-c statement_timeout=0), lets it finish.", exception),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction } postgres =>
            new NotWritableException(Sentence(postgres, name)!, postgres.SqlState == PostgresErrorCodes.DiskFull, exception),
        PostgresException postgres => Sentence(postgres, name) is { } sentence ? new DatabaseUnavailableException(sentence, exception) : null,
        NpgsqlException => new DatabaseUnavailableException($"PostgreSQL does not answer ({name}): {Reason(exception)}", exception),
        TimeoutException => new DatabaseUnavailableException($"PostgreSQL did not answer in time ({name}).", exception),
        _ => null,
    };

    /// <summary>Runs a step with its errors as ours.</summary>
    public static async Task<T> RunAsync<T>(string name, Func<Task<T>> step, CancellationToken token)
    {
        try
        {
            return await step();
        }
        catch (Exception exception) when (Translate(exception, name, token) is { } translated)
        {
            throw translated;
        }
    }

    private static string Reason(Exception exception) => exception.InnerException?.Message ?? exception.Message;

    private static string? Sentence(PostgresException exception, string name) => exception.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName => $"There is no such database ({name}); create it with createdb.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => $"PostgreSQL refuses the user or the password ({name}).",
        PostgresErrorCodes.InsufficientPrivilege => $"The user lacks a right in the database ({name}): {exception.MessageText}. It must own the tables, and the extension postgis must be there or the user allowed to create it.",
        PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.FeatureNotSupported => $"PostGIS is not installed where PostgreSQL runs ({name}): {exception.MessageText}. On Debian and Ubuntu: apt-get install postgresql-15-postgis-3, with the server's own number.",
        PostgresErrorCodes.DiskFull => $"The disk of PostgreSQL is full ({name}).",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"PostgreSQL is read-only, perhaps a standby ({name}).",
        // How long a transaction may be idle, or last, is for whoever runs the server to say.
        "25P03" or "25P04" => $"PostgreSQL ended a connection that it thought idle ({name}): {exception.MessageText}.",
        // Connection exceptions, insufficient resources, operator intervention, system errors, damaged data, lock timeouts.
        { } state when state[..2] is "08" or "53" or "57" or "58" or "XX" or "55" or "40" => $"PostgreSQL is not available ({name}): {exception.MessageText}.",
        _ => null,
    };
}
