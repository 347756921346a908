using Microsoft.Data.Sqlite;
using Xunit;

namespace EventsApi.Tests.Commands;

/// <summary>Whatever is wrong with the file of the database is a sentence and 1.</summary>
public sealed class DatabaseFileTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public Task A_text_is_no_database() =>
        RefusedAsync(_place.Write("events.db", new string('x', 5000)), "is not an SQLite database");

    [Fact]
    public Task A_folder_is_no_database() => RefusedAsync(_place.Folder, "is a folder");

    [Fact]
    public Task A_file_is_no_folder_for_a_database() =>
        RefusedAsync(Path.Combine(_place.Write("file", "x"), "events.db"), "cannot be made");

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await _place.RunAsync("migrate");
        await ChangeAsync("INSERT INTO migrations VALUES (999, '999_future.sql', '2030-01-01')");
        await RefusedAsync(_place.Database, "newer version");
    }

    [Fact]
    public async Task A_database_of_another_program_is_left_alone()
    {
        await ChangeAsync("CREATE TABLE events (title TEXT)");
        await RefusedAsync(_place.Database, "another program");
        await ChangeAsync("INSERT INTO events (title) VALUES ('still mine')");
    }

    [Fact]
    public async Task A_damaged_database_is_refused()
    {
        await _place.RunAsync("migrate");
        await using (var file = File.OpenWrite(_place.Database))
        {
            file.Position = 100;
            await file.WriteAsync(new byte[3996]);
        }
        await RefusedAsync(_place.Database, "is damaged");
    }

    [Fact]
    public async Task A_database_that_may_not_be_written_can_be_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "root may write everywhere");
        await _place.RunAsync("migrate");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_place.Database, UnixFileMode.UserRead);
        }
        Assert.Equal(0, (await _place.RunAsync("export")).Code);
        var ended = await _place.RunAsync("import", Workplace.Fixture);
        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Contains("not writable", Assert.Single(ended.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_refused()
    {
        Directory.CreateDirectory(_place.Database + "-wal");
        await RefusedAsync(_place.Database, "cannot be read or written");
    }

    private async Task RefusedAsync(string path, string sentence)
    {
        foreach (var command in new[] { "serve", "export" })
        {
            var ended = await _place.RunAsync(command, "--database", path);
            Assert.Equal((1, ""), (ended.Code, ended.Out));
            var line = Assert.Single(ended.Error.TrimEnd().Split('\n'));
            Assert.Contains(sentence, line, StringComparison.Ordinal);
            Assert.Contains(_place.Folder, line, StringComparison.Ordinal);
        }
    }

    private async Task ChangeAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_place.Database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own text
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
