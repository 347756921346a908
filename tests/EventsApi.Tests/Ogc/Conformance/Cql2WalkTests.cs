using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>CQL2 (21-065r2) over HTTP: each requirements class in text, against brute force over all rows.</summary>
public class Cql2WalkTests(EventServer server) : Cql2Walk(server), IClassFixture<EventServer>
{
    [Fact]
    public async Task Req_basic_cql2_cql2_filter()
    {
        await WalkAsync(Cql2Cases.Booleans, Text);
        // /conf/…/logical of all classes: combinations of what has been walked alone.
        var (all, random) = (await AllAsync(), new Random(21065));
        Cql2Case Any() => all[random.Next(all.Count)];
        await WalkAsync(Enumerable.Range(0, 150).Select(_ => Combined(Any(), Any(), Any(), Any())), Text);
    }

    [Fact]
    public async Task Req_basic_cql2_property()
    {
        await WalkAsync((await CasesAsync()).Nulls.Where(one => one.Filter.Text.Contains("NOT", StringComparison.Ordinal)), Text);
        await AssertRefusedAsync($"{Items}?filter=this_is_not_a_queryable IS NULL", "filter");
        await AssertRefusedAsync($"{Items}?filter=attributes IS NULL", "filter");
    }

    [Fact]
    public async Task Req_basic_cql2_binary_comparison_predicate() => await WalkAsync((await CasesAsync()).Comparisons, Text);

    [Fact]
    public async Task Req_basic_cql2_null_predicate() => await WalkAsync((await CasesAsync()).Nulls, Text);

    [Fact]
    public async Task Req_advanced_comparison_operators_like_predicate() => await WalkAsync((await CasesAsync()).Likes, Text);

    [Fact]
    public async Task Req_advanced_comparison_operators_between_predicate() => await WalkAsync((await CasesAsync()).Betweens, Text);

    [Fact]
    public async Task Req_advanced_comparison_operators_in_predicate() => await WalkAsync((await CasesAsync()).Ins, Text);

    [Fact]
    public async Task Req_case_insensitive_comparison_casei_function() => await WalkAsync((await CasesAsync()).CaseInsensitive, Text);

    [Fact]
    public async Task Req_accent_insensitive_comparison_accenti_function()
    {
        await WalkAsync((await CasesAsync()).AccentInsensitive, Text);
        await WalkAsync((await CasesAsync()).CaseAndAccentInsensitive, Text);
    }

    [Fact]
    public async Task Req_basic_spatial_functions_spatial_predicate() => await WalkAsync(Cql2PlaceAndTimeCases.BasicSpatial, Text);

    // A position that is not on Earth is refused.
    [Theory]
    [InlineData("S_INTERSECTS(geometry,POINT(90 180))")]
    [InlineData("S_INTERSECTS(geometry,BBOX(1000000,1000000,2000000,2000000))")]
    [InlineData("S_INTERSECTS(geometry,MULTIPOINT(7.02 49.92, 90 180))")]
    public async Task Req_basic_spatial_functions_spatial_functions(string filter)
    {
        await AssertRefusedAsync($"{Items}?filter={filter}", "filter");
        await WalkAsync(Cql2PlaceAndTimeCases.BasicSpatial.Where(one => one.Filter.Text.Contains("BBOX", StringComparison.Ordinal)), Text);
    }

    [Fact]
    public async Task Req_basic_spatial_functions_plus_spatial_data_types() => await WalkAsync(Cql2PlaceAndTimeCases.BasicSpatialPlus, Text);

    [Fact]
    public async Task Req_spatial_functions_spatial_functions() => await WalkAsync(Cql2PlaceAndTimeCases.Spatial, Text);

    // Every shape with every function, nothing that is no shape.
    [Theory]
    [InlineData("S_WITHIN(country, POINT(1 1))")]
    [InlineData("S_WITHIN(geometry, 'POINT(1 1)')")]
    [InlineData("S_TOUCHES(geometry, POLYGON((0 0, 1 1, 1 0)))")]
    public async Task Req_spatial_functions_spatial_data_types(string filter)
    {
        await AssertRefusedAsync($"{Items}?filter={filter}", "filter");
        await WalkAsync(Cql2PlaceAndTimeCases.BasicSpatialPlus, Json);
    }

    [Fact]
    public async Task Req_temporal_functions_temporal_predicates() => await WalkAsync(Cql2PlaceAndTimeCases.Temporal.Where(one => one.Filter.Text.Contains("DATE(", StringComparison.Ordinal)), Text);

    [Fact]
    public async Task Req_temporal_functions_temporal_functions() => await WalkAsync(Cql2PlaceAndTimeCases.Temporal, Text);

    [Fact]
    public async Task Req_property_property_withdraw_permissions()
    {
        await WalkAsync((await CasesAsync()).PropertyProperty, Text);
        await WalkAsync(Cql2PlaceAndTimeCases.SpatialReversed, Text);
        await WalkAsync(Cql2PlaceAndTimeCases.TemporalReversed, Text);
    }

    private static Cql2Case Combined(Cql2Case p1, Cql2Case p2, Cql2Case p3, Cql2Case p4) => new(
        Both.Or(Both.Or(Both.And(Both.Not(p1.Filter), p2.Filter), Both.And(p3.Filter, Both.Not(p4.Filter))), Both.Not(Both.And(p1.Filter, p4.Filter))),
        row => (!p1.Holds(row) & p2.Holds(row)) | (p3.Holds(row) & !p4.Holds(row)) | !(p1.Holds(row) & p4.Holds(row)));
}
