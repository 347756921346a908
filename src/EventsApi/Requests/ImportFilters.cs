using EventsApi.Data.Imports;
using EventsApi.Data.Model;

namespace EventsApi.Requests;

/// <summary>
/// The filters of <see cref="EventFilters"/> that say of which part of a data set a file is the whole: those that a row
/// tells by itself. When it was changed and where boundaries lie only the server knows, and its data set is a parameter.
/// </summary>
internal static class ImportFilters
{
    private static readonly IReadOnlyList<Column> Left = [EventColumns.Dataset, EventColumns.Timestamp];

    public static IReadOnlyList<Parameter> All { get; } =
        [EventFilters.Actor, TimeFilters.Datetime, PlaceFilters.Bbox, .. EventFilters.Columns.Where(filter => !Left.Contains(filter.Column))];

    /// <summary>The filters of a request, checked; null without any. What is wrong with them goes to its errors.</summary>
    public static SortedDictionary<string, IReadOnlyList<string>>? Given(RawRequest raw, ImportMode mode)
    {
        var given = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var name in All.Select(parameter => parameter.Name).Where(name => raw.Values(name).Count > 0))
        {
            if (mode != ImportMode.Replace)
            {
                raw.Errors.Add(name, raw.Values(name)[0], "Only mode=replace takes filters, which say of which part of the data set the file is the whole.");
            }
            given[name] = raw.Values(name);
        }
        if (given.Count == 0)
        {
            return null;
        }
        var own = RawOf(given);
        EventFilters.Parse(own);
        raw.Errors.AddAll(own.Errors);
        return given;
    }

    /// <summary>What filters that were checked before mean; null without any.</summary>
    /// <exception cref="InvalidRequestException">They mean nothing any more: another version took them.</exception>
    public static Coverage? Read(IReadOnlyDictionary<string, IReadOnlyList<string>>? given)
    {
        if (given is null)
        {
            return null;
        }
        var raw = RawOf(given);
        raw.RefuseUnknown([.. All.Select(parameter => parameter.Name)]);
        var where = EventFilters.Parse(raw);
        raw.Errors.ThrowIfAny();
        return new Coverage(where, Text(given)!);
    }

    /// <summary>The filters as they stand in a query string, but readable; null without any.</summary>
    public static string? Text(IReadOnlyDictionary<string, IReadOnlyList<string>>? given) =>
        given is null ? null : string.Join('&', given.SelectMany(pair => pair.Value.Select(value => $"{pair.Key}={value}")));

    private static RawRequest RawOf(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> given)
    {
        var raw = new RawRequest();
        foreach (var (name, values) in given)
        {
            raw.Add(name, values);
        }
        return raw;
    }
}
