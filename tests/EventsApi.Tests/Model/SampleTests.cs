using EventsApi.Data.Imports;
using EventsApi.Data.Model;
using EventsApi.Tests.Storage;
using Xunit;

namespace EventsApi.Tests.Model;

public sealed class SampleTests
{
    [Fact]
    public async Task The_sample_is_imported_whole_without_a_warning_and_says_what_the_articles_say()
    {
        await using var store = await Store.CreateAsync();
        var report = await Sample.LoadAsync(store.Database, CancellationToken.None);
        Assert.NotNull(report);
        Assert.Equal((0L, 0L, 0L, report.Read), (report.Rejected, report.Warnings, report.Merged, report.Inserted));
        Assert.InRange(report.Read, 30, 60);
        var events = await store.EventsAsync();
        Assert.Contains(events, row => row.EventDate == new DateOnly(2022, 8, 7) && row.Admin3 == "Tessit" && row.Fatalities >= 52);
        Assert.Contains(events, row => row.EventDate == new DateOnly(2022, 9, 6) && row.Location == "Talataye");
        Assert.All(events, row => Assert.Equal(Sample.Dataset, row.Dataset));
        Assert.Null(await Sample.LoadAsync(store.Database, CancellationToken.None));
    }

    [Fact]
    public async Task Every_event_of_the_sample_is_complete_and_its_kinds_belong_together()
    {
        await using var store = await Store.CreateAsync();
        await Sample.LoadAsync(store.Database, CancellationToken.None);
        foreach (var row in await store.EventsAsync())
        {
            Assert.Equal(Codebook.FindKind(row.EventType!, row.SubEventType!)?.DisorderType, row.DisorderType);
            Assert.Equal(Codebook.InteractionOf(row.Inter1, row.Inter2), row.Interaction);
            Assert.True(Codebook.FindCountry(row.Country!)!.MayContain(row.Longitude!.Value, row.Latitude!.Value), row.EventIdCnty);
            Assert.True((row.FatalitiesLow ?? row.Fatalities) <= (row.FatalitiesHigh ?? row.Fatalities) || row.Fatalities is null, row.EventIdCnty);
            Assert.All([row.Source, row.Notes, row.Location, row.Actor1], Assert.NotNull);
            Assert.Matches("[\u0600-\u06FF]", row.Notes);
        }
    }
}
