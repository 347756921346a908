namespace EventsApi.Data.Imports;

/// <summary>Which boundaries are to be imported from a file.</summary>
/// <param name="FileName">Name for messages, as the sender knows it.</param>
/// <param name="Level">What they are regions of; see <see cref="Storage.PlainName"/>.</param>
/// <param name="IdProperty">The property that holds the id; where a feature has none of that name, <c>id</c> is the feature's own.</param>
/// <param name="NameProperty">The property that holds the name.</param>
/// <param name="Object">The only object of a TopoJSON file to read; null reads all.</param>
public sealed record BoundaryImport(string FileName, string Level, string IdProperty, string NameProperty, string? Object = null);
