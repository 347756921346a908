namespace EventsApi.Data.Storage;

/// <summary>How open licences want a data set's origin named. Null leaves what is stored as it is.</summary>
public sealed record Attribution(string? Licence, string? Citation, string? Url);
