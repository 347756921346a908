using EventsApi.Data.Storage;
using EventsApi.Tests.Sql;
using Xunit;

namespace EventsApi.Tests.Storage;

public sealed class CopyTests
{
    [Theory]
    [InlineData("sqlite", "postgres")]
    [InlineData("postgres", "sqlite")]
    [InlineData("sqlite", "sqlite")]
    public async Task A_copy_is_the_same_and_goes_on_where_it_stopped(string from, string to)
    {
        await using var source = await Store.CreateAsync(from);
        await using var target = await Store.CreateAsync(to);
        await source.WriteAsync(5, RandomPredicates.Rows, new Attribution("CC BY 4.0", "Somebody", null));
        await source.WriteAsync(9, [Store.Event("LATER1", dataset: "later")]);
        await source.BoundAsync(RandomPredicates.Boundaries);
        await source.WriteAsync(12, [Store.Event("LATER1", 3, 4, dataset: "later"), Store.Event("LATER2", dataset: "later")]);
        await source.Database.RemoveDatasetAsync("later", new WriteOrigin("partner", "Sent in error"), CancellationToken.None);
        await source.WriteAsync(15, [Store.Event("LATER1", dataset: "later")]);
        // As an interrupted copy left it: the first versions are there.
        await StoreCopy.RunAsync(source.Database, target.Database, null, CancellationToken.None);
        await source.WriteAsync(19, [Store.Event("LATER1", 7, 7, dataset: "later")]);
        await source.Database.PublishAsync("2026.1", WriteOrigin.Unknown, CancellationToken.None);
        for (var run = 0; run < 2; run++)
        {
            var (held, holds) = await StoreCopy.RunAsync(source.Database, target.Database, null, CancellationToken.None);
            Assert.Equal((RandomPredicates.Rows.Count + 1, held), (held.Events, holds));
        }
        Assert.NotEmpty(await source.LinksAsync());
        Assert.Equal(await source.LinksAsync(), await target.LinksAsync());
        Assert.Equal(await source.ReadAsync(session => session.DatasetsAsync()), await target.ReadAsync(session => session.DatasetsAsync()));
    }

    [Fact]
    public async Task A_target_that_holds_others_has_another_sum()
    {
        await using var source = await Store.CreateAsync();
        await using var target = await Store.CreateAsync();
        await source.WriteAsync(Store.Event("A1"));
        await target.WriteAsync(Store.Event("B1"));
        var (held, holds) = await StoreCopy.RunAsync(source.Database, target.Database, null, CancellationToken.None);
        Assert.NotEqual(held, holds);
        Assert.Equal(["B1"], (await target.EventsAsync()).Select(row => row.EventIdCnty));
    }

    [Fact]
    public async Task A_target_with_other_boundaries_has_another_sum()
    {
        await using var source = await Store.CreateAsync();
        await using var target = await Store.CreateAsync();
        await source.WriteAsync(Store.Event("A1"));
        await target.BoundAsync(RandomPredicates.Boundaries);
        var (held, holds) = await StoreCopy.RunAsync(source.Database, target.Database, null, CancellationToken.None);
        Assert.NotEqual(held, holds);
    }
}
