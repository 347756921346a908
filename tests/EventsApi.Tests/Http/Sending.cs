using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EventsApi.Tests.Imports;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Files sent to a server, and what it says of them.</summary>
internal static class Sending
{
    /// <summary>A CSV file of events with these ids and fatalities.</summary>
    public static string Csv(int fatalities, params string[] ids) =>
        Importing.Header + "\n" + string.Concat(ids.Select(id => $"{id},2022-03-04,Battles,Armed clash,Test Front,2,Mali,16.27,-0.04,{fatalities.ToString(CultureInfo.InvariantCulture)}\n"));

    /// <summary>Ids PREFIX1, PREFIX2 …</summary>
    public static string[] Ids(string prefix, int count) => [.. Enumerable.Range(1, count).Select(i => $"{prefix}{i}")];

    public static ByteArrayContent Body(byte[] file, string type = "text/csv") => new(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    public static Task<HttpResponseMessage> PostImportAsync(this OtherServer server, string key, string file, string query = "", params (string Name, string Value)[] headers) =>
        server.PostImportAsync(key, Encoding.UTF8.GetBytes(file), query, headers);

    public static async Task<HttpResponseMessage> PostImportAsync(this OtherServer server, string key, byte[] file, string query = "", params (string Name, string Value)[] headers)
    {
        using var body = Body(file);
        return await server.SendAsync(HttpMethod.Post, "/v1/imports?" + query, body, [("X-Api-Key", key), .. headers]);
    }

    /// <summary>Sends a file that must be imported; answers the report.</summary>
    public static async Task<JsonElement> ImportAsync(this OtherServer server, string key, string file, string query = "")
    {
        using var response = await server.PostImportAsync(key, file, query);
        Assert.True((int)response.StatusCode == 200, $"{(int)response.StatusCode}: {await response.TextAsync()}");
        return await response.JsonAsync();
    }

    /// <summary>The import when it has ended.</summary>
    public static async Task<JsonElement> EndAsync(this OtherServer server, string key, long id)
    {
        var patience = DateTimeOffset.UtcNow.AddMinutes(2);
        while (DateTimeOffset.UtcNow < patience)
        {
            using var response = await server.GetAsync($"/v1/imports/{id}", ("X-Api-Key", key));
            var import = await response.JsonAsync();
            if (import.GetProperty("state").GetString() is "succeeded" or "failed" or "cancelled")
            {
                return import;
            }
            await Task.Delay(50);
        }
        throw new TimeoutException($"Import {id} did not end.");
    }

    public static long Number(this JsonElement report, string name) => report.GetProperty(name).GetInt64();

    /// <summary>Read, inserted, updated, unchanged, rejected.</summary>
    public static (long Read, long Inserted, long Updated, long Unchanged, long Rejected) Counts(this JsonElement report) =>
        (report.Number("read"), report.Number("inserted"), report.Number("updated"), report.Number("unchanged"), report.Number("rejected"));

    /// <summary>How many events the server has.</summary>
    public static async Task<long> CountAsync(this OtherServer server, string query = "")
    {
        using var response = await server.GetAsync("/v1/events?limit=1&" + query);
        return (await response.JsonAsync()).Number("total_count");
    }

    /// <summary>Status, media type and sentence of a problem.</summary>
    public static async Task<(int Status, string Detail)> ProblemAsync(this HttpResponseMessage response)
    {
        var text = await response.TextAsync();
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{(int)response.StatusCode}: {text}");
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        ProblemTests.AssertWellFormed(problem);
        return ((int)response.StatusCode, problem.GetProperty("detail").GetString()!);
    }
}
