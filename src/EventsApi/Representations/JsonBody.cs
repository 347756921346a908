using System.IO.Pipelines;
using System.Text.Json;

namespace EventsApi.Representations;

/// <summary>JSON as the body of an answer.</summary>
internal static class JsonBody
{
    // Collecting a page in the usual pieces of 4 kB takes half as long as writing it.
    private static readonly StreamPipeWriterOptions Pieces = new(minimumBufferSize: 65_536, leaveOpen: true);

    /// <summary>Sends what is written when all of it is, so that an answer that fails can still become a problem.</summary>
    public static async Task WriteJsonAsync(this HttpResponse response, Action<Utf8JsonWriter> write)
    {
        var pipe = PipeWriter.Create(response.Body, Pieces);
        await using (var json = new Utf8JsonWriter(pipe, EventJson.Options))
        {
            write(json);
        }
        await pipe.CompleteAsync();
    }
}
