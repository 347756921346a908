using EventsApi.Requests;

namespace EventsApi.Ogc.Cql2;

/// <summary>
/// A day, or a time of a day. Events have days: a time compares with one, and with any other day, as its day in UTC, as
/// the parameter datetime has it; two times compare as times.
/// </summary>
internal sealed record Instant(DateTimeOffset Time, bool IsDay)
{
    private const string Form = "a day that exists ('2022-01-31') or a time in RFC 3339 ('2022-01-31T12:00:00Z')";

    public DateOnly Day => DateOnly.FromDateTime(Time.UtcDateTime);

    /// <summary>DATE(…) or TIMESTAMP(…).</summary>
    public static Instant Of(Node.Call call)
    {
        Conditions.Count(call, 1);
        var name = call.Name.ToUpperInvariant();
        if (call.Args[0] is not Node.Text text)
        {
            throw new Cql2Exception(call.Args[0].Place, $"{name} takes one text.");
        }
        var instant = Read(text.Value, text.Place);
        return instant.IsDay == (call.Name == "date")
            ? instant
            : throw new Cql2Exception(text.Place, call.Name == "date" ? "DATE takes a day without a time; TIMESTAMP takes one." : "TIMESTAMP takes a time; DATE takes a day.");
    }

    /// <summary>A text that stands where a date must.</summary>
    public static Instant Read(string text, Place place) => TimeFilters.TryInstant(text, out var time)
        ? new Instant(time, !text.Contains(':', StringComparison.Ordinal))
        : throw new Cql2Exception(place, $"Must be {Form}.");

    public int CompareTo(Instant other) => IsDay || other.IsDay ? Day.CompareTo(other.Day) : Time.CompareTo(other.Time);
}
