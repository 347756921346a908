using EventsApi.Data.Model;

namespace EventsApi.Compatibility.Acled;

/// <summary>A column of the answer.</summary>
/// <param name="Column">Where its value is; null for one that this server knows nothing of, which is always empty.</param>
internal sealed record AcledField(string Name, Column? Column);
