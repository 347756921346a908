using System.Globalization;
using EventsApi.Data.Columns;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Data.Storage;

namespace EventsApi.Compatibility.Acled;

/// <summary>A column of a list: text, or an integer; days are text as they are written.</summary>
internal sealed record AcledListColumn(string Name, AcledOperator Default, bool IsDay = false, bool IsInteger = false);

/// <summary>
/// One of the lists beside the events: who, of which kind, which countries and regions occur in them, since when, until
/// when, and how often. A row has its cells as text or as long.
/// </summary>
internal sealed record AcledList(string Name, string Summary, IReadOnlyList<AcledListColumn> Columns, Func<ColumnMemory, ReadSession, Task<IEnumerable<object[]>>> RowsAsync)
{
    private static readonly Metric First = Metric.Find("first_date")!;
    private static readonly Metric Last = Metric.Find("last_date")!;

    private static readonly AcledListColumn[] Figures =
    [
        new("first_event_date", AcledOperator.Equal, IsDay: true), new("last_event_date", AcledOperator.Equal, IsDay: true), new("event_count", AcledOperator.GreaterOrEqual, IsInteger: true),
    ];

    public static IReadOnlyList<AcledList> All { get; } =
    [
        new("actor", "Actors", [new("actor_name", AcledOperator.Like), .. Figures],
            (columns, session) => ByAsync(columns, session, "actor", name => [name])),
        new("actortype", "Kinds of actors", [new("actor_type_id", AcledOperator.Equal, IsInteger: true), new("actor_type_name", AcledOperator.Like), .. Figures], ActorTypesAsync),
        new("country", "Countries", [new("country", AcledOperator.Like), new("iso", AcledOperator.Equal, IsInteger: true), new("iso3", AcledOperator.Equal), .. Figures],
            (columns, session) => ByAsync(columns, session, EventColumns.Country.Name, name => Codebook.FindCountry(name) is { } known ? [name, known.Iso ?? (object)"", known.Iso3 ?? ""] : [name, "", ""])),
        new("region", "Regions", [new("region", AcledOperator.Equal, IsInteger: true), new("region_name", AcledOperator.Like), .. Figures],
            (columns, session) => ByAsync(columns, session, EventColumns.Region.Name, name => [Codebook.Region.Find(name)?.Code ?? (object)"", name])),
    ];

    private static async Task<IEnumerable<object[]>> ByAsync(ColumnMemory columns, ReadSession session, string group, Func<string, object[]> key) =>
        (await AskAsync(columns, session, Group.Find(group)!)).Where(bucket => bucket.Keys[0] is not null).Select(bucket => Row(key((string)bucket.Keys[0]!), [bucket]));

    // An event counts for the kind of each of its two actors, once where both are of one.
    private static async Task<IEnumerable<object[]>> ActorTypesAsync(ColumnMemory columns, ReadSession session)
    {
        var pairs = await AskAsync(columns, session, Group.Find(EventColumns.Inter1.Name)!, Group.Find(EventColumns.Inter2.Name)!);
        return Codebook.ActorKinds.Where(kind => kind.Label.Length > 0)
            .Select(kind => (kind, buckets: pairs.Where(bucket => bucket.Keys.Contains(kind.Label)).ToList()))
            .Where(found => found.buckets.Count > 0).Select(found => Row([found.kind.Code, found.kind.Label], found.buckets));
    }

    private static async Task<IReadOnlyList<Bucket>> AskAsync(ColumnMemory columns, ReadSession session, params Group[] groups)
    {
        var query = new AggregateQuery { GroupBy = groups, Metrics = [Metric.Events, First, Last], Sort = AggregateQuery.TotalOrder([], groups) };
        return (await columns.AggregateAsync(session, query)).Page.Rows;
    }

    private static object[] Row(object[] key, IReadOnlyCollection<Bucket> buckets) =>
    [
        .. key, Day(buckets.Min(bucket => (DateOnly?)bucket.Values[1])), Day(buckets.Max(bucket => (DateOnly?)bucket.Values[2])), buckets.Sum(bucket => (long)bucket.Values[0]!),
    ];

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
