using EventsApi.Data.Queries;

namespace EventsApi.Compatibility.Acled;

/// <summary>One condition of a request, as it was written and as it is asked.</summary>
/// <param name="Text">As <c>country=Mali</c>, for whoever it matches nothing.</param>
/// <param name="Meant">What was perhaps meant instead, or null.</param>
internal sealed record AcledFilter(string Text, Predicate Where, string? Meant = null);
