using EventsApi.Data.Imports;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;

namespace EventsApi.Requests;

/// <summary>The parameters of an import, in the query string or as fields of a form.</summary>
internal static class ImportParameters
{
    // The history keeps it with every change.
    private const int LongestText = 1000;

    private static readonly Parameter Mode = new("mode", ParameterType.Text,
        "upsert: a row replaces the event of its id. insert: events that there are stay, and a row that says something else of one is rejected. replace: as upsert, and what the file lacks of the data set is deleted, or with filters what it lacks of the part that they say; needs the scope delete.")
    { Allowed = [.. Enum.GetNames<ImportMode>().Select(name => name.ToLowerInvariant())], Default = "upsert", Example = "upsert" };

    private static readonly Parameter DryRun = new("dry_run", ParameterType.Boolean, "Check and compare, write nothing.") { Default = false, Example = true };

    private static readonly Parameter Strict = new("strict", ParameterType.Boolean, "Write nothing when any row is rejected.") { Default = false, Example = true };

    private static readonly Parameter ConfirmDelete = new("confirm_delete", ParameterType.Boolean, "With mode=replace: delete also more than a fifth of what the file is the whole of.") { Default = false, Example = true };

    private static readonly Parameter Dataset = new("dataset", ParameterType.Text, "Data set of the rows; else that of the key where it is bound to one, else the rows' own or the profile's name.") { Example = "partner" };

    private static readonly Parameter ProfileName = new("profile", ParameterType.Text, "What the columns are called; auto recognises it.")
    { Allowed = [ImportRequest.AutoProfile, .. Profile.All.Select(known => known.Name)], Default = ImportRequest.AutoProfile, Example = "acled" };

    private static readonly Parameter DateOrderName = new("date_order", ParameterType.Text, "Order of day, month and year where the file's own dates do not tell.")
    { Allowed = [.. DateOrders.All.Keys], Example = "dmy" };

    private static readonly Parameter Reason = new("reason", ParameterType.Text, "Why; the history keeps it.") { Example = "Weekly update" };

    private static readonly Parameter Licence = new("licence", ParameterType.Text, "Licence of the data set.") { Example = "CC BY 4.0" };

    private static readonly Parameter Citation = new("citation", ParameterType.Text, "How to cite the data set.") { Example = "Partner, 2026" };

    private static readonly Parameter Url = new("url", ParameterType.Text, "Where the data set comes from.") { Example = "https://example.org" };

    public static IReadOnlyList<Parameter> All { get; } = [Mode, DryRun, Strict, Dataset, ProfileName, Reason, DateOrderName, Licence, Citation, Url, ConfirmDelete, .. ImportFilters.All];

    /// <exception cref="InvalidRequestException">Everything that is wrong with them.</exception>
    public static JobRequest Parse(RawRequest raw, ApiKey key, string fileName)
    {
        raw.RefuseUnknown([.. All.Select(parameter => parameter.Name)]);
        var mode = OneOf(raw, Mode) is { } name ? Enum.Parse<ImportMode>(name, ignoreCase: true) : ImportMode.Upsert;
        var request = new JobRequest(fileName)
        {
            Mode = mode,
            Filter = ImportFilters.Given(raw, mode),
            DryRun = Flag(raw, DryRun),
            Strict = Flag(raw, Strict),
            ConfirmDelete = Flag(raw, ConfirmDelete),
            Dataset = ParseDataset(raw, key),
            Profile = OneOf(raw, ProfileName) ?? ImportRequest.AutoProfile,
            DateOrder = OneOf(raw, DateOrderName) is { } order ? DateOrders.All[order] : null,
            Reason = Text(raw, Reason),
            Licence = Text(raw, Licence),
            Citation = Text(raw, Citation),
            Url = Address(raw, Url),
            BoundTo = key.BoundTo,
        };
        raw.Errors.ThrowIfAny();
        return request;
    }

    private static string? ParseDataset(RawRequest raw, ApiKey key)
    {
        var name = raw.Single(Dataset.Name);
        if (name is null && key.BoundTo is { Count: > 1 } several)
        {
            raw.Errors.Add(Dataset.Name, null, "Must be given: the key is bound to several data sets.", several);
        }
        else if (name is not null && !PlainName.IsValid(name))
        {
            raw.Errors.Add(Dataset.Name, name, $"Must be {PlainName.Form}.");
        }
        return name ?? key.BoundTo?[0];
    }

    private static string? OneOf(RawRequest raw, Parameter parameter)
    {
        if (raw.Single(parameter.Name) is not { } text)
        {
            return null;
        }
        var known = parameter.Allowed!.FirstOrDefault(allowed => allowed.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            raw.Errors.AddUnknown(parameter.Name, text, parameter.Name, parameter.Allowed!);
        }
        return known;
    }

    private static bool Flag(RawRequest raw, Parameter parameter) => raw.Single(parameter.Name) is { } text && Values.Boolean(parameter.Name, text, raw.Errors) == true;

    // Others make links of it.
    private static string? Address(RawRequest raw, Parameter parameter)
    {
        var text = Text(raw, parameter);
        if (text is not null && !(Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)))
        {
            raw.Errors.Add(parameter.Name, text, "Must be an address that begins with https:// or http://.");
        }
        return text;
    }

    private static string? Text(RawRequest raw, Parameter parameter)
    {
        var text = raw.Single(parameter.Name);
        if (text?.Length > LongestText)
        {
            raw.Errors.Add(parameter.Name, text, $"Must not be longer than {LongestText} characters.");
        }
        return text;
    }
}

/// <summary>Names for orders of day, month and year.</summary>
internal static class DateOrders
{
    public static IReadOnlyDictionary<string, DateOrder> All { get; } = new Dictionary<string, DateOrder>(StringComparer.Ordinal)
    {
        ["dmy"] = DateOrder.DayMonthYear,
        ["mdy"] = DateOrder.MonthDayYear,
        ["ymd"] = DateOrder.YearMonthDay,
    };
}
