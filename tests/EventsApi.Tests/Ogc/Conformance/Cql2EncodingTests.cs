using System.Text.RegularExpressions;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>
/// CQL2 (21-065r2), requirements classes CQL2 Text and CQL2 JSON: the same cases in JSON, and in text as the grammar
/// lets it be written too: keywords in small letters, names in quotes, any white space.
/// </summary>
public class Cql2EncodingTests(EventServer server) : Cql2Walk(server), IClassFixture<EventServer>
{
    [Fact]
    public async Task Req_cql2_text_basic_cql2() => await WalkAsync([.. (await CasesAsync()).Comparisons, .. (await CasesAsync()).Nulls, .. Cql2Cases.Booleans], Loose);

    [Theory]
    [InlineData(@"notes = 'O''Brien''s <b>report</b> & 100% of it: % _ * ?'", "TST70")]
    [InlineData(@"notes = 'O\'Brien\'s <b>report</b> & 100% of it: % _ * ?'", "TST70")]
    [InlineData(@"notes = 'Ends with a backslash \\'", "TST69")]
    [InlineData(@"'\a\b\t\n\v\f\r' = '" + "\a\b\t\n\v\f\r" + "' AND event_id_cnty = 'TST1'", "TST1")]
    public async Task Req_cql2_text_escaping(string filter, string id) => Assert.Equal([id], await IdsAsync("filter=" + Uri.EscapeDataString(filter)));

    [Fact]
    public async Task Req_cql2_text_advanced_comparison_operators() => await WalkAsync([.. (await CasesAsync()).Likes, .. (await CasesAsync()).Betweens, .. (await CasesAsync()).Ins], Loose);

    [Fact]
    public async Task Req_cql2_text_case_insensitive_comparison() => await WalkAsync((await CasesAsync()).CaseInsensitive, Loose);

    [Fact]
    public async Task Req_cql2_text_accent_insensitive_comparison() => await WalkAsync((await CasesAsync()).AccentInsensitive, Loose);

    [Fact]
    public async Task Req_cql2_text_basic_spatial_functions() => await WalkAsync(Cql2PlaceAndTimeCases.BasicSpatial, Loose);

    [Fact]
    public async Task Req_cql2_text_basic_spatial_functions_plus() => await WalkAsync(Cql2PlaceAndTimeCases.BasicSpatialPlus, Loose);

    [Fact]
    public async Task Req_cql2_text_spatial_functions() => await WalkAsync(Cql2PlaceAndTimeCases.Spatial, Loose);

    [Fact]
    public async Task Req_cql2_text_temporal_functions() => await WalkAsync(Cql2PlaceAndTimeCases.Temporal, Loose);

    [Fact]
    public async Task Req_cql2_text_property_property() => await WalkAsync((await CasesAsync()).PropertyProperty, Loose);

    [Fact]
    public async Task Req_cql2_json_basic_cql2() => await WalkAsync([.. (await CasesAsync()).Comparisons, .. (await CasesAsync()).Nulls, .. Cql2Cases.Booleans], Json);

    [Fact]
    public async Task Req_cql2_json_advanced_comparison_operators() => await WalkAsync([.. (await CasesAsync()).Likes, .. (await CasesAsync()).Betweens, .. (await CasesAsync()).Ins], Json);

    [Fact]
    public async Task Req_cql2_json_case_insensitive_comparison() => await WalkAsync((await CasesAsync()).CaseInsensitive, Json);

    [Fact]
    public async Task Req_cql2_json_accent_insensitive_comparison() => await WalkAsync([.. (await CasesAsync()).AccentInsensitive, .. (await CasesAsync()).CaseAndAccentInsensitive], Json);

    [Fact]
    public async Task Req_cql2_json_basic_spatial_functions() => await WalkAsync(Cql2PlaceAndTimeCases.BasicSpatial, Json);

    [Fact]
    public async Task Req_cql2_json_basic_spatial_functions_plus() => await WalkAsync(Cql2PlaceAndTimeCases.BasicSpatialPlus, Json);

    [Fact]
    public async Task Req_cql2_json_spatial_functions() => await WalkAsync(Cql2PlaceAndTimeCases.Spatial, Json);

    [Fact]
    public async Task Req_cql2_json_temporal_functions() => await WalkAsync(Cql2PlaceAndTimeCases.Temporal, Json);

    [Fact]
    public async Task Req_cql2_json_property_property() => await WalkAsync([.. (await CasesAsync()).PropertyProperty, .. Cql2PlaceAndTimeCases.SpatialReversed, .. Cql2PlaceAndTimeCases.TemporalReversed], Json);

    private static (string, string) Loose(Both filter) => (Regex.Replace(filter.Text, @"'(?:[^']|'')*'|\b[a-z][a-z_0-9]+\b|[A-Z_]+| ", match => match.Value switch
    {
        [' ', ..] => "\n\t",
        ['\'', ..] => match.Value,
        [>= 'a' and <= 'z', ..] => $"\"{match.Value}\"",
        var keyword => keyword.ToLowerInvariant(),
    }), "cql2-text");
}
