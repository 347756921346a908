namespace EventsApi.Data.Storage;

/// <summary>Where rows come from, as open licences want it named. Null leaves a stored value as it is.</summary>
public sealed record Dataset(string Name, string? Licence, string? Citation, string? Url);
