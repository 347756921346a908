using EventsApi.Data.Imports;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;
using EventsApi.Requests;

namespace EventsApi.Representations;

/// <summary>A column as the codebook tells it.</summary>
public sealed record CodebookColumn(
    string Name, string Type, string Description, bool Nullable, bool Sortable, bool List, IReadOnlyList<string> Filters,
    double? Minimum, double? Maximum, IReadOnlyList<string>? Values, string? HxlTag);

/// <summary>How a filter compares, by the suffix of the parameter.</summary>
public sealed record CodebookOperator(string Suffix, string Meaning);

/// <summary>A label and its code.</summary>
public sealed record CodebookTerm(long? Code, string Label);

/// <summary>A rule of imports: breaking an error rejects the row, a warning is only counted.</summary>
public sealed record CodebookRule(string Id, string Severity, string Sentence);

/// <summary>The taxonomy: columns, event types, codes, precision scales, and the rules of imports.</summary>
public sealed record CodebookAnswer(
    IReadOnlyList<CodebookColumn> Columns, IReadOnlyList<CodebookOperator> Operators, IReadOnlyList<EventKind> EventTypes,
    IReadOnlyList<ActorKind> Inter, IReadOnlyList<CodebookTerm> Interactions, IReadOnlyList<Region> Regions,
    IReadOnlyList<Precision> Precision, IReadOnlyList<string> SourceScales, IReadOnlyList<CodebookRule> ImportRules)
{
    public static CodebookAnswer Current { get; } = new(
        [.. EventColumns.All.Select(Describe)],
        [.. Operator.All.Where(known => known.Suffix.Length > 0).Select(known => new CodebookOperator(known.Suffix, known.Meaning))],
        Codebook.EventKinds, Codebook.ActorKinds,
        [.. Codebook.Interaction.Terms.Select(term => new CodebookTerm(term.Code, term.Label))],
        Codebook.Regions, Codebook.Precisions, Codebook.SourceScales,
        [.. Rules.All.Select(rule => new CodebookRule(rule.Id, rule.Severity.ToString().ToLowerInvariant(), rule.Sentence))]);

    private static CodebookColumn Describe(Column column) => new(
        column.Name, TypeName(column), column.Description, column.Nullable, column.Sortable, column.IsList,
        column.Filterable ? [.. Operator.All.Where(known => known.AppliesTo(column)).Select(known => column.Name + known.Suffix)] : [],
        column.Minimum, column.Maximum, column.Closed ? [.. column.Vocabulary!.Labels] : null,
        column.HxlTag.Length > 0 ? column.HxlTag : null);

    private static string TypeName(Column column) => column.Type switch
    {
        ColumnType.Integer => "integer",
        ColumnType.Real => "number",
        ColumnType.Date => "date",
        ColumnType.Json => "object",
        _ => "string",
    };
}

/// <summary>A country of the codebook.</summary>
public sealed record CountryEntry(string Country, long? Iso, string? Iso2, string? Iso3, long? Gwno, string Region, int StartYear, IReadOnlyList<string> Aliases);

/// <summary>All countries of the codebook.</summary>
public sealed record CountriesAnswer(int Count, IReadOnlyList<CountryEntry> Data)
{
    public static CountriesAnswer Current { get; } = new(Codebook.Countries.Count,
        [.. Codebook.Countries.Select(country => new CountryEntry(country.Name, country.Iso, country.Iso2, country.Iso3, country.Gwno, country.Region, country.StartYear, country.Aliases))]);
}

/// <summary>The data sets in the store, as open licences want them named.</summary>
public sealed record DatasetsAnswer(int Count, IReadOnlyList<DatasetSummary> Data);

/// <summary>A name for the data as they were, which can be cited.</summary>
/// <param name="Published">When it was published.</param>
/// <param name="Events">Where its events are.</param>
public sealed record ReleaseEntry(string Name, DateTimeOffset Published, long DataVersion, string Events);

/// <summary>The releases, the newest first.</summary>
public sealed record ReleasesAnswer(int Count, IReadOnlyList<ReleaseEntry> Data);

/// <summary>How the server is.</summary>
/// <param name="Columns">building: aggregates come from the database, slower, until the columns are in memory.</param>
public sealed record HealthAnswer(string Status, long? DataVersion = null, string? Columns = null);
