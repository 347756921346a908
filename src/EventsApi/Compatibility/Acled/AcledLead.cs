using System.Globalization;
using EventsApi.Data.Storage;
using EventsApi.Representations;

namespace EventsApi.Compatibility.Acled;

/// <summary>What comes before the rows of any answer.</summary>
internal static class AcledLead
{
    /// <summary>Carries what the formats and the generation without <c>messages</c> have no place for.</summary>
    public const string MessageHeader = "Events-Api-Message";

    public const string ForeignKey = "The key is none of this server's; it was read without one, as anybody may.";

    /// <summary>Hours since the data last changed.</summary>
    public static async Task<long> HoursAsync(ReadSession session)
    {
        var newest = (await session.VersionsAsync(session.Newest, session.Newest)).FirstOrDefault();
        return newest is null ? 0 : Math.Max(0, (long)(DateTimeOffset.UtcNow - newest.At).TotalHours);
    }

    public static string FileName() => "events_" + DateTimeOffset.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public static void Write(HttpContext http, AcledFormat format, IReadOnlyList<string> messages, long count)
    {
        http.SetRows((int)count);
        http.Response.ContentType = format.MediaType;
        http.Response.Headers.CacheControl = "no-cache";
        foreach (var message in messages)
        {
            http.Response.Headers.Append(MessageHeader, string.Concat(message.Select(sign => sign is >= ' ' and <= '~' ? sign : '?')));
        }
    }
}
