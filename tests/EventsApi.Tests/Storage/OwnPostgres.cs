using System.Diagnostics;
using Xunit;

namespace EventsApi.Tests.Storage;

/// <summary>A PostgreSQL of one test, which may stop it: made as tests/postgres.sh makes the one of all tests.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly string[] _made;

    private OwnPostgres(string[] made) => _made = made;

    /// <summary>A connection string without a database.</summary>
    public string Setting => _made[0];

    /// <summary>Makes and starts it; the test is skipped where it cannot be, and fails in CI.</summary>
    public static async Task<OwnPostgres> StartAsync()
    {
        PostgresCluster.Require();
        var possible = (await ShellAsync("find_postgres")).Length > 0;
        Assert.False(!possible && Environment.GetEnvironmentVariable("CI") == "true", "CI needs PostgreSQL's own programs.");
        Assert.SkipUnless(possible, "PostgreSQL's programs are not on this machine.");
        var made = await ShellAsync("""logs=$(mktemp -d); start_postgres; rm -r "$logs"; echo "$EVENTS_API_TEST_POSTGRES|$postgres_folder|$postgres_bin|$postgres_port" """);
        return new OwnPostgres(made.Split('|'));
    }

    /// <summary>Stops it at once, as a crash does.</summary>
    public Task StopAsync() => OnceMoreAsync("""unprivileged "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -m immediate stop""");

    public Task StartAgainAsync() => OnceMoreAsync("run_postgres");

    public async ValueTask DisposeAsync() => await OnceMoreAsync("stop_postgres");

    private Task<string> OnceMoreAsync(string command) =>
        ShellAsync($"postgres_folder='{_made[1]}' postgres_bin='{_made[2]}' postgres_port={_made[3]}; {command} >/dev/null");

    private static async Task<string> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", $". '{Repository.Path("tests", "postgres.sh")}'; {command}"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}");
        return said.Trim();
    }
}
