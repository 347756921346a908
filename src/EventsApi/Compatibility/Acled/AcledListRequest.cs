using EventsApi.Requests;

namespace EventsApi.Compatibility.Acled;

/// <summary>A request for rows of a list: which, which part, which columns by their places, and how they are written.</summary>
internal sealed record AcledListRequest(Func<object[], bool> Belongs, IReadOnlyList<int> Places, AcledFormat Format, long Limit, long Page, List<string> Messages)
{
    public long Offset => AcledRequest.OffsetOf(Limit, Page);

    public static IReadOnlyList<Parameter> Parameters(AcledList list) =>
    [
        .. list.Columns.SelectMany(column => AcledRequest.Filter(column.Name, column.Default, null)), AcledRequest.FieldsParameter with { Example = null },
        AcledRequest.LimitParameter, AcledRequest.PageParameter, AcledFormat.Parameter, .. AcledRequest.Unused,
    ];

    /// <exception cref="InvalidRequestException">Everything that is wrong with it.</exception>
    public static AcledListRequest Parse(RawRequest raw, AcledList list, AcledFormat? format)
    {
        raw.RefuseUnknown([.. Parameters(list).Select(parameter => parameter.Name)]);
        var messages = new List<string>();
        var names = list.Columns.Select(column => column.Name).ToList();
        var request = new AcledListRequest(
            new AcledListFilters(list, raw, messages).Parse(),
            [.. AcledRequest.ParseNames(raw, names, messages).Select(name => names.IndexOf(name))],
            AcledFormat.Choose(raw, format), AcledRequest.Number(raw, AcledRequest.LimitParameter), AcledRequest.Number(raw, AcledRequest.PageParameter), messages);
        raw.Errors.ThrowIfAny();
        return request;
    }
}
