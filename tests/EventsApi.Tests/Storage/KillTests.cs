using System.Diagnostics;
using System.Runtime.InteropServices;
using EventsApi.Data.Imports;
using EventsApi.Data.Storage;
using EventsApi.Tests.Commands;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EventsApi.Tests.Storage;

/// <summary>Interrupted at any moment, an import leaves either nothing or the whole of itself.</summary>
public sealed class KillTests : IDisposable
{
    private const int Rows = 60_000;

    // Small enough that forty kills take half a minute on a machine that has nothing else to do.
    private const int KilledRows = 6_000;
    private const int Kills = 40;

    // How much there is of everything.
    private const string Digest = """
        SELECT (SELECT count(*) || ':' || total(length(notes)) || ':' || total(fatalities) || ':' || total(longitude) || ':' || count(DISTINCT event_id_cnty) FROM events)
            || ' tree ' || (SELECT count(*) FROM idx_events_geometry)
            || ' associates ' || (SELECT count(*) FROM event_associates)
            || ' version ' || (SELECT version FROM data_version)
        """;

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Killed_at_any_moment_it_leaves_nothing_or_everything_and_goes_on_from_there()
    {
        await PrepareAsync("spare.db");
        var file = _place["killed.csv"];
        ManyEvents.Write(file, KilledRows, changedFrom: KilledRows / 4);
        ManyEvents.Write(_place["base.csv"], KilledRows / 2);
        await ImportAsync("empty.db", "base.db", _place["base.csv"]);
        var clock = Stopwatch.StartNew();
        var (before, whole) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var start in new[] { "empty.db", "base.db" })
        {
            before[start] = State(_place[start]);
            whole[start] = await ImportAsync(start, "whole-" + start, file);
        }
        var longest = clock.Elapsed / 2;
        var random = new Random();
        var left = new List<bool>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var start = kill % 2 == 0 ? "empty.db" : "base.db";
            var path = Copy(start, $"{kill}.db");
            await KillAsync(path, file, longest * random.NextDouble());
            var after = State(path);
            Assert.Contains(after, new[] { before[start], whole[start] });
            left.Add(after == whole[start]);
            Assert.Equal(whole[start], await SendAgainAsync(path, file));
            Assert.Equal(("ok", Agreement.Whole), (Ask(path, "PRAGMA integrity_check"), Ask(path, Agreement.Sql)));
            File.Delete(path);
        }
        Assert.Contains(false, left);
    }

    // Every event as it is, without what differs from run to run, and how much there is of what belongs to them.
    private static string State(string path) => StoredRows.Hash(path) + Ask(path, Digest);

    private static async Task<string> SendAgainAsync(string path, string file)
    {
        await using (var database = Database.Open(path))
        await using (var stream = File.OpenRead(file))
        {
            await new Importer(database).RunAsync(new ImportRequest("killed.csv"), stream);
        }
        return State(path);
    }

    [Fact]
    public async Task Ctrl_C_while_it_reads_ends_it_with_130_and_nothing_written()
    {
        var path = await PrepareAsync("stopped.db");
        using var process = _place.Start("import", _place["many.csv"], "--database", path);
        Assert.StartsWith("reading ", await process.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        await InterruptAsync(process, path);
    }

    [Fact]
    public async Task Ctrl_C_while_it_waits_for_another_writer_ends_it_with_130_and_nothing_written()
    {
        var path = await PrepareAsync("stopped.db");
        await using var lockHolder = Locked(path);
        using var process = _place.Start("import", _place["many.csv"], "--database", path);
        await IdleAsync(process);
        await InterruptAsync(process, path);
    }

    [Fact]
    public async Task Ctrl_C_while_it_merges_ends_it_with_130_and_nothing_written()
    {
        var path = await PrepareAsync("stopped.db");
        using var process = _place.Start("import", _place["many.csv"], "--database", path);
        await using (Locked(path))
        {
            await IdleAsync(process);
        }
        await Task.Delay(300);
        await InterruptAsync(process, path);
    }

    private async Task InterruptAsync(Process process, string path)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var clock = Stopwatch.StartNew();
        Workplace.Signal(process, PosixSignal.SIGINT);
        var ended = await Workplace.EndAsync(process, output, error);
        Assert.Equal((130, ""), (ended.Code, ended.Out));
        Assert.Contains("Interrupted", ended.Error, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5); // one or two, were it alone on the machine
        Assert.Equal(Ask(_place["empty.db"], Digest), Ask(path, Digest));
        Assert.Empty(Directory.GetFiles(_place.Folder, "*rejects*"));
    }

    private static SqliteConnection Locked(string path)
    {
        var connection = PlainSqlite.Open(path);
        connection.BeginTransaction(deferred: false);
        return connection;
    }

    // It has read everything and only asks for the lock now and then.
    private static async Task IdleAsync(Process process)
    {
        for (var before = -TimeSpan.MaxValue / 2; process.TotalProcessorTime - before > TimeSpan.FromMilliseconds(100); await Task.Delay(1000))
        {
            before = process.TotalProcessorTime;
        }
    }

    // The file, an empty database, and a copy of that.
    private async Task<string> PrepareAsync(string copy)
    {
        ManyEvents.Write(_place["many.csv"], Rows, changedFrom: Rows / 4);
        Assert.Equal(0, (await _place.RunAsync("migrate", "--database", _place["empty.db"])).Code);
        return Copy("empty.db", copy);
    }

    private async Task<string> ImportAsync(string from, string to, string file)
    {
        var path = Copy(from, to);
        var ended = await _place.RunAsync("import", file, "--database", path);
        Assert.True(ended.Code == 0, ended.Error);
        return State(path);
    }

    private async Task KillAsync(string path, string file, TimeSpan moment)
    {
        using var process = _place.Start("import", file, "--database", path);
        await Task.Delay(moment);
        process.Kill();
        await process.WaitForExitAsync();
    }

    // Closed databases: there is no log beside them.
    private string Copy(string from, string to)
    {
        File.Copy(_place[from], _place[to]);
        return _place[to];
    }

    private static string Ask(string path, string sql) => (string)PlainSqlite.Ask(path, sql)!;
}
