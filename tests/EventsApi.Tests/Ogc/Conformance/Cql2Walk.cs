using System.Text.Json;
using EventsApi.Tests.Http;
using Xunit;

namespace EventsApi.Tests.Ogc.Conformance;

/// <summary>What walks CQL2's requirements: cases over the queryables that the server names, asked in either language.</summary>
public abstract class Cql2Walk(EventServer server) : Walk(server)
{
    private protected static (string Filter, string Language) Text(Both filter) => (filter.Text, "cql2-text");

    private protected static (string Filter, string Language) Json(Both filter) => (filter.Json, "cql2-json");

    private protected async Task<Cql2Cases> CasesAsync()
    {
        var queryables = (await Server.GetAsync(Collection + "/queryables")).GetProperty("properties").EnumerateObject().Where(property => property.Name != "geometry");
        return new Cql2Cases(queryables.ToDictionary(property => property.Name, property => TypeOf(property.Value)), await Server.RowsAsync());
    }

    private protected async Task<List<Cql2Case>> AllAsync()
    {
        var cases = await CasesAsync();
        return
        [
            .. cases.Comparisons, .. cases.Nulls, .. Cql2Cases.Booleans, .. cases.Likes, .. cases.Betweens, .. cases.Ins, .. cases.CaseInsensitive, .. cases.AccentInsensitive,
            .. Cql2PlaceAndTimeCases.BasicSpatial, .. Cql2PlaceAndTimeCases.Spatial, .. Cql2PlaceAndTimeCases.Temporal, .. cases.PropertyProperty,
        ];
    }

    /// <summary>Asserts that each filter finds the events of which it is true, no others, and that not all find the same.</summary>
    private protected async Task WalkAsync(IEnumerable<Cql2Case> cases, Func<Both, (string Filter, string Language)> language)
    {
        var rows = await Server.RowsAsync();
        var found = new HashSet<int>();
        foreach (var one in cases)
        {
            var (filter, name) = language(one.Filter);
            var expected = rows.Where(row => one.Holds(row) == true).Select(Reference.Id).ToList();
            var page = await Server.GetAsync($"{Items}?filter={Uri.EscapeDataString(filter)}&filter-lang={name}&properties=year&limit=5000");
            Assert.True(expected.SequenceEqual(Ids(page)), $"{filter} found {string.Join(' ', Ids(page))}, not {string.Join(' ', expected)}");
            found.Add(expected.Count);
        }
        Assert.True(found.Count > 1, "The cases are idle.");
    }

    private static string TypeOf(JsonElement schema) => schema.TryGetProperty("format", out var format) ? format.GetString()! : schema.GetProperty("type").GetString()!;
}
