using EventsApi.Data.Queries;
using EventsApi.Ogc.Cql2;
using EventsApi.Requests;

namespace EventsApi.Ogc;

/// <summary>Part 3's filter: a CQL2 expression and its language.</summary>
internal static class FilterParameters
{
    public static readonly Parameter Filter = new("filter", ParameterType.Text,
        "CQL2 expression over the queryables: comparisons, LIKE, BETWEEN, IN, IS NULL, CASEI and ACCENTI, S_INTERSECTS and its kin, T_AFTER and its kin, joined by AND, OR, NOT. Text is compared exactly unless CASEI or ACCENTI say otherwise.")
    { Example = "fatalities > 5 AND actor1 LIKE 'Military%'" };

    public static readonly Parameter Lang = new("filter-lang", ParameterType.Text, "Language of filter. cql-text is what GDAL calls the text language.")
    { Allowed = ["cql2-text", "cql2-json", "cql-text"], Default = "cql2-text", Example = "cql2-text" };

    public static IReadOnlyList<Parameter> All { get; } = [Filter, Lang, CrsParameters.FilterCrs];

    /// <summary>The terms that the filter joins by AND; none where there is no filter.</summary>
    public static IReadOnlyList<Predicate> Parse(RawRequest raw)
    {
        var crs = CrsParameters.Parse(raw, CrsParameters.FilterCrs);
        var language = raw.Single(Lang.Name) ?? (string)Lang.Default!;
        if (!Lang.Allowed!.Contains(language))
        {
            raw.Errors.AddUnknown(Lang.Name, language, "filter language", Lang.Allowed!);
            return [];
        }
        if (raw.Single(Filter.Name) is not { } text)
        {
            return [];
        }
        try
        {
            var filter = language == "cql2-json" ? Cql2Filter.ParseJson(text, crs) : Cql2Filter.ParseText(text, crs);
            return filter is Predicate.And and ? and.Terms : [filter];
        }
        catch (Cql2Exception exception)
        {
            raw.Errors.Add(Filter.Name, text, exception.Message, exception.Allowed, exception.Suggestion);
            return [];
        }
    }
}
