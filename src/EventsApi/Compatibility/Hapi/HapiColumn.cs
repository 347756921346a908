using System.Globalization;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using EventsApi.Requests;

namespace EventsApi.Compatibility.Hapi;

/// <summary>A month at a place in a category: its column's name, and its value as string, long, double or null.</summary>
internal sealed record HapiColumn(string Name, ParameterType Type, Func<HapiCategory, Bucket, object?> Of)
{
    /// <summary>What the rows are groups by; the places below are those of the keys.</summary>
    public static IReadOnlyList<Group> Groups { get; } =
        [Group.Find("month")!, Group.Find(EventColumns.Country.Name)!, Group.Find(EventColumns.Admin1.Name)!, Group.Find(EventColumns.Admin2.Name)!, Group.Find(EventColumns.Dataset.Name)!];

    /// <summary>The sum of no known fatalities is 0, their maximum is unknown.</summary>
    public static IReadOnlyList<Metric> Metrics { get; } = [Metric.Events, Metric.Fatalities, Metric.Find("fatalities_max")!];

    public static IReadOnlyList<HapiColumn> All { get; } =
    [
        new("resource_hdx_id", ParameterType.Text, (_, row) => row.Keys[4]),
        new("event_type", ParameterType.Text, (category, _) => category.Name),
        new("events", ParameterType.Integer, (_, row) => row.Values[0]),
        new("fatalities", ParameterType.Integer, (_, row) => row.Values[2] is null ? null : row.Values[1]),
        new("reference_period_start", ParameterType.Text, (_, row) => Time((DateOnly)row.Keys[0]!, "00:00:00")),
        new("reference_period_end", ParameterType.Text, (_, row) => Time(((DateOnly)row.Keys[0]!).AddMonths(1).AddDays(-1), "23:59:59")),
        Unknown("location_ref", ParameterType.Integer),
        new("location_code", ParameterType.Text, (_, row) => row.Keys[1] is string name ? Codebook.FindCountry(name)?.Iso3 : null),
        new("location_name", ParameterType.Text, (_, row) => row.Keys[1]),
        Unknown("has_hrp", ParameterType.Boolean),
        Unknown("in_gho", ParameterType.Boolean),
        Unknown("admin1_ref", ParameterType.Integer),
        Unknown("admin1_code", ParameterType.Text),
        new("admin1_name", ParameterType.Text, (_, row) => row.Keys[2]),
        new("provider_admin1_name", ParameterType.Text, (_, row) => row.Keys[2]),
        Unknown("admin2_ref", ParameterType.Integer),
        Unknown("admin2_code", ParameterType.Text),
        new("admin2_name", ParameterType.Text, (_, row) => row.Keys[3]),
        new("provider_admin2_name", ParameterType.Text, (_, row) => row.Keys[3]),
        new("admin_level", ParameterType.Integer, (_, row) => row.Keys[3] is not null ? 2L : row.Keys[2] is not null ? 1L : 0L),
    ];

    private static HapiColumn Unknown(string name, ParameterType type) => new(name, type, (_, _) => null);

    private static string Time(DateOnly day, string time) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T" + time;
}
