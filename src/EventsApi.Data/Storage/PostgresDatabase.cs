using System.Data.Common;
using Dapper;
using EventsApi.Data.Sql;
using Npgsql;

namespace EventsApi.Data.Storage;

/// <summary>PostgreSQL with PostGIS. Connections are pooled; one that breaks is replaced, so a restarting server needs none of ours.</summary>
public sealed class PostgresDatabase : Database
{
    // What the setting says wins. The reader's token limits a question; an import or a whole export takes as long as it
    // takes. Nothing outlives a transaction, so a connection need not be reset; questions often asked are prepared. A page fits into
    // few buffers.
    private const string Defaults = "Application Name=events-api;Command Timeout=0;No Reset On Close=true;Max Auto Prepare=100;Read Buffer Size=65536;";

    private readonly NpgsqlDataSource _source;

    static PostgresDatabase()
    {
        // Rows are collected in a temporary SQLite database here as well.
        SqliteLibrary.Use();
        TypeHandlers.Register();
    }

    /// <param name="setting">A connection string of Npgsql.</param>
    /// <exception cref="DatabaseUnavailableException">The connection string cannot be read.</exception>
    public PostgresDatabase(string setting)
    {
        _source = Connect(setting, out var name);
        Name = name;
    }

    /// <summary>Connections by a setting.</summary>
    /// <param name="name">The setting without secrets.</param>
    internal static NpgsqlDataSource Connect(string setting, out string name)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(Defaults + setting);
            name = $"Host={builder.Host};Port={builder.Port};Database={builder.Database}";
            return NpgsqlDataSource.Create(builder);
        }
        catch (ArgumentException exception)
        {
            // Without the inner exception and the text: both may hold the password.
            throw new DatabaseUnavailableException($"The connection string of PostgreSQL cannot be read: {Unknown(exception)}.");
        }
    }

    public override Dialect Dialect { get; } = new PostgresDialect();

    public override string Name { get; }

    public override Task<IReadOnlyList<string>> MigrateAsync(CancellationToken token) => PostgresErrors.RunAsync(Name, async () =>
    {
        await using var connection = await _source.OpenConnectionAsync(token);
        return await PostgresMigrations.ApplyAsync(connection, new Migrations("postgres", $"{connection.Host}/{connection.Database}"), token);
    }, token);

    public override Task<ReadSession> ReadAsync(CancellationToken token) => PostgresErrors.RunAsync<ReadSession>(Name, async () =>
    {
        var connection = await _source.OpenConnectionAsync(token);
        try
        {
            return await PostgresReadSession.BeginAsync(connection, this, token);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }, token);

    public override Task<DataVersion?> WriteAsync(Func<DbConnection, DbTransaction, Task<DataVersion?>> change, CancellationToken token) => PostgresErrors.RunAsync(Name, async () =>
    {
        await using var connection = await _source.OpenConnectionAsync(token);
        await using var transaction = await BeginWriteAsync(connection, token);
        var write = await change(connection, transaction);
        var recorded = write is null ? null : await VersionStore.RecordAsync(connection, transaction, write);
        await transaction.CommitAsync(token);
        return recorded;
    }, token);

    public override Task<Staging> StageAsync(CancellationToken token) => Task.FromResult<Staging>(new PostgresStaging(_source, this));

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Begins to write; one writer at a time, as in SQLite, so that two imports of the same ids do not end in a deadlock.</summary>
    internal static async Task<NpgsqlTransaction> BeginWriteAsync(NpgsqlConnection connection, CancellationToken token)
    {
        var transaction = await connection.BeginTransactionAsync(token);
        await connection.ExecuteAsync(new CommandDefinition(PostgresSql.WriteLock, transaction: transaction, commandTimeout: 0, cancellationToken: token));
        return transaction;
    }

    private static string Unknown(ArgumentException exception) =>
        exception.ParamName is { Length: > 0 and < 40 } name ? $"'{name}' is no keyword of it, or its value cannot be" : "it must be KEYWORD=VALUE, separated by semicolons";
}
