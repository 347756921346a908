using System.Globalization;
using Npgsql;

namespace EventsApi.Benchmarks;

/// <summary>psql, and through it the databases that the benchmarks make.</summary>
internal sealed class Psql
{
    /// <summary>The synthetic events, kept.</summary>
    public const string Database = "events_benchmark";

    /// <summary>For one import.</summary>
    public const string Scratch = "events_benchmark_scratch";

    private readonly NpgsqlConnectionStringBuilder _setting;

    /// <param name="setting">A connection string without a database.</param>
    public Psql(string setting)
    {
        _setting = new NpgsqlConnectionStringBuilder(setting);
        // A child of ours inherits it; on a command line everybody could read it.
        Environment.SetEnvironmentVariable("PGPASSWORD", _setting.Password);
    }

    public string Setting(string database) => new NpgsqlConnectionStringBuilder(_setting.ConnectionString) { Database = database }.ConnectionString;

    /// <summary>Makes a database, empty whatever was there.</summary>
    public async Task CreateAsync(string database)
    {
        await DropAsync(database);
        await RunAsync("postgres", $"CREATE DATABASE {database}");
    }

    public Task DropAsync(string database) => RunAsync("postgres", $"DROP DATABASE IF EXISTS {database}");

    /// <summary>What a statement answers; "" when it fails.</summary>
    public Task<string> AskAsync(string database, string sql) => Child.OutputAsync("psql", "-XAtq", "-d", Name(database), "-c", sql);

    public Task<Spent> RunAsync(string database, string sql) => Child.RunAsync("/dev/null", "psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", Name(database), "-c", sql);

    /// <summary>Adds the milliseconds of a statement that is prepared once, its rows thrown away.</summary>
    public async Task TimeAsync(string database, string sql, int rounds, Samples times)
    {
        var (script, said) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            var executions = Enumerable.Repeat("EXECUTE question;", rounds);
            await File.WriteAllLinesAsync(script, [$"PREPARE question AS {sql};", "EXECUTE question;", "\\timing on", .. executions]);
            await Child.RunAsync(said, "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", Name(database), "-o", "/dev/null", "-f", script);
            foreach (var line in (await File.ReadAllLinesAsync(said)).Where(line => line.StartsWith("Time: ", StringComparison.Ordinal)))
            {
                times.Add(double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
            }
        }
        finally
        {
            File.Delete(script);
            File.Delete(said);
        }
    }

    private string Name(string database) => $"host={_setting.Host} port={_setting.Port} user={_setting.Username} dbname={database}";
}
