using System.Text.Json;
using Xunit;

namespace EventsApi.Tests.Commands;

/// <summary>datasets, migrate and openapi.</summary>
public class StoreCommandTests : IAsyncLifetime
{
    private Workplace _place = null!;

    protected virtual string Engine => "sqlite";

    public async ValueTask InitializeAsync() => _place = await Workplace.CreateAsync(Engine);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_place is not null)
        {
            await _place.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_data_set_is_listed_and_taken_out_again()
    {
        await _place.RunAsync("import", Workplace.Fixture, "--dataset", "one");
        await _place.RunAsync("import", _place.WriteRows("two.csv", [("event_id_cnty", "TST9999")]), "--dataset", "two");
        var list = await _place.RunAsync("datasets");
        Assert.Equal(["one", "two"], list.Lines.Select(line => line.Split('\t')[0]));
        Assert.All(list.Lines, line => Assert.Equal(7, line.Split('\t').Length));
        var removed = await _place.RunAsync("datasets", "remove", "two");
        Assert.Equal((0, "Removed two with 1 events.\n", ""), (removed.Code, removed.Out, removed.Error));
        Assert.StartsWith("one\t", Assert.Single((await _place.RunAsync("datasets")).Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_data_set_cannot_be_removed()
    {
        var ended = await _place.RunAsync("datasets", "remove", "nothing");
        Assert.Equal((1, "", "There is no data set 'nothing'; 'datasets' lists them.\n"), (ended.Code, ended.Out, ended.Error));
    }

    [Fact]
    public async Task Imports_are_listed_with_their_reason_and_taken_back()
    {
        await _place.RunAsync("import", Workplace.Fixture, "--dataset", "one", "--reason", "nightly");
        await _place.RunAsync("import", _place.WriteRows("two.csv", [("event_id_cnty", "TST9999")]), "--dataset", "two");
        var reverted = await _place.RunAsync("imports", "revert", "2", "--reason", "sent in error");
        Assert.Equal((0, "Reverted import 2 as import 3: inserted 0, updated 0, deleted 1\n", ""), (reverted.Code, reverted.Out, reverted.Error));
        var list = (await _place.RunAsync("imports", "list")).Lines.Select(line => line.Split('\t')).ToList();
        Assert.Equal(["3 revert two  0 0 1 sent in error", "2 import two  1 0 0 ", "1 import one  71 0 0 nightly"], list.Select(cells => string.Join(' ', cells.Where((_, i) => i != 1))));
        var refused = await _place.RunAsync("imports", "revert", "2");
        Assert.Equal((1, ""), (refused.Code, refused.Out));
        Assert.StartsWith("1 of the events that import 2 changed have changed since: TST9999.", refused.Error, StringComparison.Ordinal);
        var unknown = await _place.RunAsync("imports", "revert", "77");
        Assert.Equal((1, "There is no import 77 that changed any event. Nothing was reverted; 'imports list' shows what was imported.\n"), (unknown.Code, unknown.Error));
    }

    [Fact]
    public async Task A_release_is_published_once_listed_and_exported()
    {
        await _place.RunAsync("import", Workplace.Fixture, "--dataset", "one");
        var whole = (await _place.RunAsync("export")).Out;
        Assert.Equal((0, "Published 2026.1, data version 2.\n"), await PublishAsync("2026.1"));
        await _place.RunAsync("datasets", "remove", "one");
        Assert.Equal(1, (await PublishAsync("2026.1")).Code);
        Assert.Equal(2, (await PublishAsync("Über")).Code);
        Assert.Equal(["2026.1", "2"], Assert.Single((await _place.RunAsync("releases", "list")).Lines).Split('\t').Where((_, i) => i != 1));
        Assert.Equal(whole, (await _place.RunAsync("export", "release=2026.1")).Out);
        Assert.Single((await _place.RunAsync("export")).Lines);

        async Task<(int Code, string Out)> PublishAsync(string name) => await _place.RunAsync("releases", "publish", name) is var ended ? (ended.Code, ended.Out) : default;
    }

    [Fact]
    public async Task Migrate_says_what_it_applied_and_the_second_time_that_nothing_was_left()
    {
        var first = await _place.RunAsync("migrate");
        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.All(first.Lines, line => Assert.Matches(@"^Applied \d{3}_\w+\.sql$", line));
        Assert.Equal("Up to date.\n", (await _place.RunAsync("migrate")).Out);
    }

    [Theory]
    [InlineData("3.1", "v1.json")]
    [InlineData("3.0", "v1-3.0.json")]
    public async Task The_contract_is_printed_as_it_is_committed(string spec, string committed)
    {
        var ended = await _place.RunAsync("openapi", "--spec", spec);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.StartsWith(spec, JsonSerializer.Deserialize<JsonElement>(ended.Out).GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(Repository.Path("openapi", committed)), ended.Out);
        // As every command does: what comes after it finds the database up to date.
        Assert.Equal("Up to date.\n", (await _place.RunAsync("migrate")).Out);
    }
}
