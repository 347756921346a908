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
