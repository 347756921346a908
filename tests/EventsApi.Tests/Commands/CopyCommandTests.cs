using EventsApi.Data.Office;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Commands;

/// <summary>Whoever moves to another database takes along what the server keeps besides events.</summary>
public sealed class CopyCommandTests
{
    [Theory]
    [InlineData("sqlite", "postgres")]
    [InlineData("postgres", "sqlite")]
    public async Task Keys_and_reports_come_with_the_events(string from, string to)
    {
        await using var source = await Workplace.CreateAsync(from);
        await using var target = await Workplace.CreateAsync(to);
        var (one, two) = (Setting(source), Setting(target));
        var key = (await source.RunAsync("keys", "add", "partner", "--scope", "import", "--dataset", "partner", "--rate", "600/min")).Out.Trim();
        await source.RunAsync("keys", "add", "gone", "--scope", "import");
        Assert.Equal(0, (await source.RunAsync("import", source.Write("few.csv", Sending.Csv(1, "TST1", "TST2") + "x\n"), "--dataset", "partner", "--reason", "first")).Code);
        var copied = await source.RunAsync("copy", "--from", one, "--to", two);
        Assert.True(copied.Code == 0, copied.Error);
        Assert.Equal(["Copied 2 keys and 1 reports of imports."], copied.Lines[1..]);
        await source.RunAsync("keys", "revoke", "gone");
        var again = await source.RunAsync("copy", "--from", one, "--to", two);
        Assert.Equal(["Copied 0 keys and 0 reports of imports."], again.Lines[1..]);
        await using var office = OfficeStore.Open(two);
        Assert.Equal(["gone", "partner"], (await office.KeysAsync(CancellationToken.None)).Where(held => held.Name == "partner" || held.Revoked is not null).Select(held => held.Name));
        var found = (await office.FindKeyAsync(key, CancellationToken.None))!;
        Assert.Equal(("partner", "partner", 600L), (found.Name, found.Datasets, found.Rate));
        Assert.Equal(3, await office.NextImportAsync(Data.Storage.Database.Open(two), CancellationToken.None) + 1);
        var report = (await office.JobAsync(1, CancellationToken.None))!;
        Assert.Equal((JobState.Succeeded, "first"), (report.State, JobRequest.Read(report.Request).Reason));
    }

    private static string Setting(Workplace place) => place.Environment["EventsApi__Database"];
}
