using Microsoft.Extensions.Primitives;

namespace EventsApi.Requests;

/// <summary>
/// Names and values as they arrived, from a query string, a JSON body or a command line alike; names in any case.
/// Remembers what was asked for, so that what nobody asked for can be refused.
/// </summary>
public sealed class RawRequest
{
    /// <summary>Values one parameter may have.</summary>
    public const int MaximumValues = 1000;

    /// <summary>Values all parameters of a request may have together: the time it takes to bind them grows with their square.</summary>
    public const int MaximumTotal = 2000;

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    public RequestErrors Errors { get; } = new();

    public IEnumerable<string> Names => _values.Keys;

    public static RawRequest FromQuery(IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var raw = new RawRequest();
        foreach (var (name, values) in query)
        {
            raw.Add(name, values.Select(value => value ?? ""));
        }
        return raw;
    }

    public void Add(string name, IEnumerable<string> values)
    {
        if (!_values.TryGetValue(name, out var list))
        {
            _values[name] = list = [];
        }
        list.AddRange(values);
        if (list.Count > MaximumValues)
        {
            list.RemoveRange(MaximumValues, list.Count - MaximumValues);
            Errors.Add(name, null, $"More than {MaximumValues} values.");
        }
    }

    /// <summary>All values of a parameter; empty when it is absent.</summary>
    public IReadOnlyList<string> Values(string name) => _values.TryGetValue(name, out var values) ? values : [];

    /// <summary>The only value of a parameter, or null; a second one is an error, and so is an empty one.</summary>
    public string? Single(string name)
    {
        var values = Values(name);
        if (values.Count > 1)
        {
            Errors.Add(name, null, "May be given only once.");
            return null;
        }
        if (values.Count == 1 && values[0].Length == 0)
        {
            Errors.Add(name, "", "Must not be empty.");
            return null;
        }
        return values.Count == 1 ? values[0] : null;
    }

    /// <summary>Reports every name that is none of the known ones, with the nearest known one; and too many values.</summary>
    /// <remarks>Operators behind a column's name are left out of the list: with them it is ten times as long.</remarks>
    public void RefuseUnknown(IReadOnlyCollection<string> known)
    {
        if (_values.Values.Sum(values => values.Count) > MaximumTotal)
        {
            Errors.Add(_values.MaxBy(pair => pair.Value.Count).Key, null, $"More than {MaximumTotal} values in one request.");
        }
        foreach (var name in Names.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            if (Errors.IsFull)
            {
                return;
            }
            var nearest = Spelling.Nearest(name, known);
            Errors.Add(name, Values(name) is [var first, ..] ? first : null, nearest is null ? "Unknown parameter." : $"Unknown parameter; did you mean '{nearest}'?",
                nearest is null ? [.. known.Where(allowed => !allowed.Contains("__", StringComparison.Ordinal))] : null, nearest);
        }
    }
}
