using System.Diagnostics;
using System.Text;
using System.Text.Json;
using EventsApi.Tests.Http;
using EventsApi.Tests.Imports;
using EventsApi.Tests.Storage;
using Npgsql;
using Xunit;

namespace EventsApi.Tests.Commands;

/// <summary>A disk that is full, and data that may only be read: whoever writes is told, nothing is lost, and reading goes on.</summary>
public sealed class DiskTests
{
    private const int ManyRows = 60_000;

    [Fact]
    public async Task An_import_that_fills_the_disk_is_refused_and_the_server_goes_on()
    {
        using var place = new Workplace();
        Directory.CreateDirectory(place["prepared"]);
        place.Environment["EventsApi__Database"] = place["prepared/events.db"];
        var key = await KeyAsync(place);
        ManyEvents.Write(place["many.csv"], ManyRows);
        place.Within = Mounting(place, 40);
        place.Environment["EventsApi__Database"] = place["disk/events.db"];
        place.Environment["EventsApi__Imports"] = place["imports"];
        await using var server = await StartAsync(place);
        var few = Sending.Csv(1, Sending.Ids("FEW", 100));
        Assert.Equal(200, (await SendAsync(server, key, few)).Status);
        var (status, problem) = await SendAsync(server, key, Importing.Gzip(await File.ReadAllBytesAsync(place["many.csv"], TestContext.Current.CancellationToken)));
        Assert.True(status == 507, problem.ToString());
        Assert.Equal((507, "The server's disk is full; nothing was written. Send it again later."), (status, problem.GetProperty("detail").GetString()));
        Assert.Equal(("failed", 0), (problem.GetProperty("import").GetProperty("state").GetString(), problem.GetProperty("import").Number("inserted")));
        Assert.Equal(100, await server.CountAsync());
        var (again, report) = await SendAsync(server, key, few.Replace("FEW100", "NEW1", StringComparison.Ordinal));
        Assert.Equal((200, 1, 99), (again, report.Number("inserted"), report.Number("unchanged")));
        Assert.Equal(101, await server.CountAsync());
        // What the program's disk holds, with the log that belongs to it.
        foreach (var name in Directory.GetFiles(server.Seen(place["disk"]), "events.db*").Select(Path.GetFileName).Where(name => !name!.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(server.Seen(place["disk/" + name]), place[name!]);
        }
        Assert.Equal((Agreement.Whole, "ok"), (PlainSqlite.Ask(place.Database, Agreement.Sql), PlainSqlite.Ask(place.Database, "PRAGMA integrity_check")));
        Assert.Equal(101L, PlainSqlite.Ask(place.Database, "SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task A_body_that_does_not_fit_is_refused_and_the_server_goes_on()
    {
        using var place = new Workplace();
        var key = await KeyAsync(place);
        place.Within = Mounting(place, 4);
        place.Environment["EventsApi__Imports"] = place["disk"];
        await using var server = await StartAsync(place);
        var random = new byte[6_000_000];
        new Random(1).NextBytes(random);
        var (status, problem) = await SendAsync(server, key, random);
        Assert.Equal(507, status);
        Assert.Contains("disk is full", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, (await SendAsync(server, key, Sending.Csv(1, Sending.Ids("FEW", 100)))).Status);
        Assert.Equal(100, await server.CountAsync());
        Assert.Empty(Directory.GetFiles(server.Seen(place["disk"]), "*.arriving"));
    }

    [Fact]
    public async Task A_command_that_fills_the_disk_says_so_and_the_database_is_as_it_was()
    {
        using var place = new Workplace();
        ManyEvents.Write(place["few.csv"], 100);
        ManyEvents.Write(place["many.csv"], ManyRows);
        place.Within = Mounting(place, 40, "\"$@\" import few.csv; \"$@\" import many.csv; echo \"code $?\"; \"$@\" export fields=event_id_cnty sort=event_id_cnty limit=1; \"$@\" datasets");
        place.Environment["EventsApi__Database"] = place["disk/events.db"];
        var ended = await place.RunAsync();
        Assert.Contains("inserted 100,", ended.Lines[0], StringComparison.Ordinal);
        Assert.Equal(["code 1", "event_id_cnty", "MLI0"], ended.Lines[1..4].Select(line => line.Trim()));
        Assert.Contains("100", ended.Lines[4], StringComparison.Ordinal);
        Assert.Contains("The disk is full: that of the database " + place["disk"], ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_may_only_be_read_is_read_and_not_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights");
        using var place = Unprivileged();
        var key = await KeyAsync(place);
        var file = Sending.Csv(1, Sending.Ids("FEW", 100));
        Assert.Equal(0, (await place.RunAsync("import", place.Write("few.csv", file))).Code);
        Allow(place.Database, UnixFileMode.UserRead);
        var server = await StartAsync(place);
        var more = file.Replace("FEW100", "NEW1", StringComparison.Ordinal);
        var (status, problem) = await SendAsync(server, key, more);
        Assert.True(status == 503, problem.ToString());
        Assert.Equal("The server's data may only be read at the moment; nothing was written. Send it again later.", problem.GetProperty("detail").GetString());
        Assert.Equal((100, 0), (await server.CountAsync(), await server.CountAsync("event_id_cnty=NEW1")));
        var ended = await place.RunAsync("import", place.Write("more.csv", more));
        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Contains("not writable", ended.Error, StringComparison.Ordinal);
        foreach (var path in Directory.GetFiles(place.Folder, "events.db*"))
        {
            Allow(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        await server.DisposeAsync(); // SQLite opens no file anew that it has open
        await using var next = await StartAsync(place);
        Assert.Equal(1, (await SendAsync(next, key, more)).Answer.Number("inserted"));
        Assert.Equal(101, await next.CountAsync());
    }

    [Fact]
    public async Task A_PostgreSQL_that_becomes_read_only_is_read_and_not_written_until_it_may_be_again()
    {
        await using var place = await Workplace.CreateAsync("postgres");
        place.Environment["EventsApi__Imports"] = place["imports"];
        var setting = place.Environment["EventsApi__Database"];
        await using var server = await StartAsync(place);
        var key = await KeyAsync(place);
        Assert.Equal(200, (await SendAsync(server, key, Sending.Csv(1, Sending.Ids("FEW", 100)))).Status);
        await ReadOnlyAsync(setting, true);
        var (status, problem) = await SendAnewAsync(server, key, Sending.Csv(1, "NEW1"));
        Assert.Equal((503, "The server's data may only be read at the moment; nothing was written. Send it again later."), (status, problem.GetProperty("detail").GetString()));
        Assert.Equal(100, await server.CountAsync());
        var ended = await place.RunAsync("import", place.Write("more.csv", Sending.Csv(1, "NEW1")));
        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Contains("read-only", ended.Error, StringComparison.Ordinal);
        await ReadOnlyAsync(setting, false);
        Assert.Equal(1, (await SendAnewAsync(server, key, Sending.Csv(1, "NEW1"))).Answer.Number("inserted"));
    }

    // A setting of the database, which connections that are open do not see: they are ended.
    private static async Task ReadOnlyAsync(string setting, bool isReadOnly)
    {
        await using var connection = new NpgsqlConnection(setting + ";Pooling=false;Options=-c default_transaction_read_only=off");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"""
            ALTER DATABASE {connection.Database} SET default_transaction_read_only = {(isReadOnly ? "on" : "off")};
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
            """, connection);
        await command.ExecuteNonQueryAsync();
    }

    // A disk of so many megabytes, which the program alone sees, with copies of what was prepared.
    private static string[] Mounting(Workplace place, int megabytes, string then = "exec \"$@\"")
    {
        var disk = Directory.CreateDirectory(place["disk"]).FullName;
        string[] mounting = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", $"mount -t tmpfs -o size={megabytes}m tmpfs \"$0\" && {{ cp prepared/* \"$0\"; {then}; }}", disk];
        Assert.SkipUnless(OperatingSystem.IsLinux() && CanRun([.. mounting, "true"]), "no disk can be mounted here for the program alone");
        return mounting;
    }

    private static bool CanRun(string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program
        }
    }

    // Root may write whatever the rights say.
    private static Workplace Unprivileged()
    {
        var place = new Workplace();
        if (Environment.IsPrivilegedProcess)
        {
            place.Within = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
            Allow(place.Folder, (UnixFileMode)0b111_111_111);
            Assert.SkipUnless(CanRun([.. place.Within, "dotnet", Workplace.Program, "--version"]), "nobody but root may run the program here");
        }
        return place;
    }

    private static void Allow(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static async Task<string> KeyAsync(Workplace place) => (await place.RunAsync("keys", "add", "partner", "--scope", "import")).Out.Trim();

    private static Task<RunningServer> StartAsync(Workplace place)
    {
        place.Environment["EventsApi__Sample"] = "false";
        return RunningServer.StartAsync(place, "--urls", "http://127.0.0.1:0");
    }

    // Over connections that were opened since: each that was ended costs an answer.
    private static async Task<(int Status, JsonElement Answer)> SendAnewAsync(RunningServer server, string key, string file)
    {
        var answer = await SendAsync(server, key, file);
        for (var broken = 0; broken < 50 && answer.Answer.TryGetProperty("detail", out var detail) && detail.GetString()!.Contains("not available", StringComparison.Ordinal); broken++)
        {
            answer = await SendAsync(server, key, file);
        }
        return answer;
    }

    private static Task<(int Status, JsonElement Answer)> SendAsync(RunningServer server, string key, string file) => SendAsync(server, key, Encoding.UTF8.GetBytes(file));

    private static async Task<(int Status, JsonElement Answer)> SendAsync(RunningServer server, string key, byte[] file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/imports", UriKind.Relative)) { Content = Sending.Body(file), Headers = { { "X-Api-Key", key } } };
        using var response = await server.Http.SendAsync(request);
        return ((int)response.StatusCode, await response.JsonAsync());
    }
}
