using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventsApi.Data.Office;
using EventsApi.Tests.Imports;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Files sent with a key.</summary>
public class ImportTests(EventServer server) : IClassFixture<EventServer>
{
    private static readonly string[] Members = ["id", "state", "dataset", "profile", "mode", "dry_run", "read", "inserted", "updated", "unchanged", "deleted", "rejected", "warnings", "started", "finished", "key", "reject_sample", "links"];

    [Fact]
    public async Task A_file_is_imported_and_sent_again_changes_nothing()
    {
        await using var other = await server.StartOtherAsync();
        var key = await other.KeyAsync(Scopes.Import);
        var file = Sending.Csv(3, "TST1", "TST2");
        var first = await other.ImportAsync(key, file, "dataset=partner&reason=nightly");
        Assert.All(Members, member => Assert.True(first.TryGetProperty(member, out _), member));
        Assert.Equal(("succeeded", "partner", "acled", "upsert", false), (first.GetProperty("state").GetString(), first.GetProperty("dataset").GetString(),
            first.GetProperty("profile").GetString(), first.GetProperty("mode").GetString(), first.GetProperty("dry_run").GetBoolean()));
        Assert.Equal((2, 2, 0, 0, 0), first.Counts());
        Assert.Equal((2, 0, 0, 2, 0), (await other.ImportAsync(key, file, "dataset=partner")).Counts());
        Assert.Equal((2, 0, 1, 1, 0), (await other.ImportAsync(key, Sending.Csv(3, "TST1") + Sending.Csv(9, "TST2").Split('\n')[1], "dataset=partner")).Counts());
        var revision = (await JsonAsync(other, "/v1/events/TST1/revisions")).GetProperty("data")[0];
        Assert.Equal((first.Number("id"), first.GetProperty("key").GetString(), "nightly"), (revision.Number("import"), revision.GetProperty("key").GetString(), revision.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("coded")]
    [InlineData("form")]
    [InlineData("ndjson")]
    [InlineData("geojson")]
    public async Task Every_form_of_body_is_the_same_file(string form)
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var key = await other.KeyAsync(Scopes.Import);
        var csv = Encoding.UTF8.GetBytes(Sending.Csv(3, "TST1", "TST2"));
        using var body = form switch
        {
            "gzip" or "coded" => Sending.Body(Importing.Gzip(csv)),
            "ndjson" => Sending.Body(Encoding.UTF8.GetBytes(string.Join('\n', Sending.Ids("TST", 2).Select(id => $$"""{"event_id_cnty":"{{id}}","event_date":"2022-03-04","event_type":"Battles","country":"Mali","fatalities":3}"""))), "application/x-ndjson"),
            "geojson" => Sending.Body(Encoding.UTF8.GetBytes("""{"type":"FeatureCollection","features":[""" + string.Join(',', Sending.Ids("TST", 2).Select(id =>
                $$"""{"type":"Feature","id":"{{id}}","geometry":{"type":"Point","coordinates":[-0.04,16.27]},"properties":{"event_id_cnty":"{{id}}","event_date":"2022-03-04","event_type":"Battles","country":"Mali","fatalities":3} }""")) + "]}"), "application/geo+json"),
            _ => (HttpContent)Sending.Body(csv),
        };
        if (form == "coded")
        {
            body.Headers.ContentEncoding.Add("gzip");
        }
        using var parts = new MultipartFormDataContent { { body, "file", "../../etc/=cmd.csv" }, { new StringContent("partner"), "dataset" } };
        using var response = await other.SendAsync(HttpMethod.Post, form == "form" ? "/v1/imports" : "/v1/imports?dataset=partner", form == "form" ? parts : body, ("Authorization", "Bearer " + key));
        Assert.True((int)response.StatusCode == 200, await response.TextAsync());
        Assert.Equal((2, 2, 0, 0, 0), (await response.JsonAsync()).Counts());
        Assert.Equal(2, await other.CountAsync("dataset=partner&fatalities=3"));
    }

    [Fact]
    public async Task Rejected_rows_are_in_the_report_and_whole_in_the_list()
    {
        await using var other = await server.StartOtherAsync();
        var key = await other.KeyAsync(Scopes.Import);
        var report = await other.ImportAsync(key, Sending.Csv(1, "TST1") + Sending.Csv(-1, Sending.Ids("BAD", 30)).Split('\n', 2)[1]);
        Assert.Equal((31, 1, 0, 0, 30), report.Counts());
        Assert.Equal("""{"fatalities-invalid":30}""", report.GetProperty("rules").GetRawText());
        var sample = report.GetProperty("reject_sample");
        Assert.Equal(20, sample.GetArrayLength());
        Assert.Equal((2, "fatalities", "-1", "fatalities-invalid"), (sample[0].Number("row"), sample[0].GetProperty("column").GetString(), sample[0].GetProperty("value").GetString(), sample[0].GetProperty("rule").GetString()));
        var address = $"/v1/imports/{report.Number("id")}/rejects";
        using var csv = await other.GetAsync(address, ("X-Api-Key", key));
        var lines = (await csv.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("text/csv", 31), (csv.Content.Headers.ContentType!.MediaType, lines.Length));
        Assert.StartsWith("row,line,column,value,rule,message,sent", lines[0], StringComparison.Ordinal);
        using var ndjson = await other.GetAsync(address + "?f=ndjson", ("X-Api-Key", key));
        var last = JsonSerializer.Deserialize<JsonElement>((await ndjson.TextAsync()).TrimEnd().Split('\n')[^1]);
        Assert.Equal((31, 32), (last.Number("row"), last.Number("line")));
        Assert.Contains("BAD30", last.GetProperty("sent").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_strict_refuses_a_file_with_rejects()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var key = await other.KeyAsync(Scopes.Import);
        Assert.Equal((1, 1, 0, 0, 0), (await other.ImportAsync(key, Sending.Csv(1, "TST1"), "dry_run=true")).Counts());
        using var strict = await other.PostImportAsync(key, Sending.Csv(1, "TST1") + "x", "strict=true");
        var problem = await strict.JsonAsync();
        Assert.Equal((422, "failed", 1), ((int)strict.StatusCode, problem.GetProperty("import").GetProperty("state").GetString(), problem.GetProperty("import").Number("rejected")));
        Assert.Contains("strict=true", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await other.CountAsync());
    }

    [Fact]
    public async Task Insert_leaves_events_as_they_are()
    {
        await using var other = await server.StartOtherAsync();
        var key = await other.KeyAsync(Scopes.Import);
        await other.ImportAsync(key, Sending.Csv(1, "TST1", "TST2"));
        var report = await other.ImportAsync(key, Sending.Csv(1, "TST1") + Sending.Csv(9, "TST2", "TST3").Split('\n', 2)[1], "mode=insert");
        Assert.Equal((3, 1, 0, 1, 1), report.Counts());
        Assert.Equal("id-held", report.GetProperty("reject_sample")[0].GetProperty("rule").GetString());
        Assert.Equal(1, (await JsonAsync(other, "/v1/events/TST2")).Number("fatalities"));
    }

    [Fact]
    public async Task A_key_bound_to_data_sets_leaves_others_events_alone()
    {
        await using var other = await server.StartOtherAsync("--EventsApi:Sample=false");
        var (one, two, several) = (await other.KeyAsync(Scopes.Import, "one"), await other.KeyAsync(Scopes.Import, "two"), await other.KeyAsync(Scopes.Import, "one", "two"));
        await other.ImportAsync(one, Sending.Csv(1, "TST1", "TST2"));
        var report = await other.ImportAsync(two, Sending.Csv(9, "TST2", "TST3"));
        Assert.Equal(("two", (2L, 1L, 0L, 0L, 1L)), (report.GetProperty("dataset").GetString(), report.Counts()));
        Assert.Equal("id-foreign", report.GetProperty("reject_sample")[0].GetProperty("rule").GetString());
        var held = await JsonAsync(other, "/v1/events/TST2");
        Assert.Equal((1, "one"), (held.Number("fatalities"), held.GetProperty("dataset").GetString()));
        using var foreign = await other.PostImportAsync(two, Sending.Csv(9, "TST2"), "dataset=one");
        Assert.Equal(403, (await foreign.ProblemAsync()).Status);
        using var unnamed = await other.PostImportAsync(several, Sending.Csv(9, "TST2"));
        Assert.Equal(400, (await unnamed.ProblemAsync()).Status);
        Assert.Equal((1, 0, 1, 0, 0), (await other.ImportAsync(several, Sending.Csv(9, "TST2"), "dataset=two")).Counts());
    }

    [Fact]
    public async Task Imports_are_listed_newest_first_to_whoever_sent_them_and_to_administrators()
    {
        await using var other = await server.StartOtherAsync();
        var (one, two, admin) = (await other.KeyAsync(Scopes.Import), await other.KeyAsync(Scopes.Import), await other.KeyAsync(Scopes.Admin));
        var bound = await other.KeyAsync(Scopes.Admin, "another");
        var ids = new List<long>();
        foreach (var key in new[] { one, two, one })
        {
            ids.Add((await other.ImportAsync(key, Sending.Csv(1, "TST1"))).Number("id"));
        }
        Assert.Equal([ids[2], ids[0]], await ListAsync(one));
        Assert.Equal([ids[2], ids[1], ids[0]], await ListAsync(admin));
        Assert.Empty(await ListAsync(bound));
        using var page = await other.GetAsync("/v1/imports?limit=1", ("X-Api-Key", admin));
        Assert.EndsWith($"/v1/imports?limit=1&before={ids[2]}", (await page.JsonAsync()).GetProperty("next").GetString(), StringComparison.Ordinal);
        foreach (var path in new[] { $"/v1/imports/{ids[1]}", $"/v1/imports/{ids[1]}/rejects", $"/v1/imports/{ids[1]}/events", "/v1/imports/999", "/v1/imports/x" })
        {
            using var hidden = await other.GetAsync(path, ("X-Api-Key", one));
            using var ofOthers = await other.GetAsync(path, ("X-Api-Key", bound));
            Assert.Equal((404, 404), ((await hidden.ProblemAsync()).Status, (await ofOthers.ProblemAsync()).Status));
        }

        async Task<List<long>> ListAsync(string key)
        {
            using var response = await other.GetAsync("/v1/imports", ("X-Api-Key", key));
            return [.. (await response.JsonAsync()).GetProperty("data").EnumerateArray().Select(import => import.Number("id"))];
        }
    }

    [Theory]
    [InlineData("", 401)]
    [InlineData(Scopes.Read, 403)]
    [InlineData(Scopes.Delete, 403)]
    public async Task Writing_needs_a_key_with_the_scope(string scope, int status)
    {
        await using var other = await server.StartOtherAsync();
        using var body = Sending.Body(Encoding.UTF8.GetBytes(Sending.Csv(1, "TST1")));
        using var response = await other.SendAsync(HttpMethod.Post, "/v1/imports", body, scope.Length == 0 ? [] : [("X-Api-Key", await other.KeyAsync(scope))]);
        Assert.Equal(status, (await response.ProblemAsync()).Status);
        using var list = await other.GetAsync("/v1/imports");
        Assert.Equal(401, (int)list.StatusCode);
    }

    [Theory]
    [InlineData("sha-256", 200)]
    [InlineData("sha-512", 200)]
    [InlineData("wrong", 400)]
    [InlineData("md5=:AAAA:", 400)]
    [InlineData("sha-256=AAAA", 400)]
    public async Task A_digest_that_is_sent_is_checked(string kind, int status)
    {
        await using var other = await server.StartOtherAsync();
        var file = Importing.Gzip(Encoding.UTF8.GetBytes(Sending.Csv(1, "TST1")));
        var digest = kind switch
        {
            "sha-256" => $"md5=:AAAA:, sha-256=:{Convert.ToBase64String(SHA256.HashData(file))}:",
            "sha-512" => $"sha-512=:{Convert.ToBase64String(SHA512.HashData(file))}:",
            "wrong" => $"sha-256=:{Convert.ToBase64String(SHA256.HashData([]))}:",
            _ => kind,
        };
        using var response = await other.PostImportAsync(await other.KeyAsync(Scopes.Import), file, "", ("Content-Digest", digest));
        Assert.True((int)response.StatusCode == status, await response.TextAsync());
        if (status == 400)
        {
            Assert.StartsWith("Content-Digest:", (await response.ProblemAsync()).Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("mode=upsrt", "mode")]
    [InlineData("dry_run=perhaps", "dry_run")]
    [InlineData("profile=acleed", "profile")]
    [InlineData("dataset=Frob/nicate", "dataset")]
    [InlineData("datset=x", "datset")]
    [InlineData("url=javascript:alert(1)", "url")]
    [InlineData("reason=", "reason")]
    [InlineData("reason=%00", "reason")]
    public async Task A_wrong_parameter_is_named(string query, string parameter)
    {
        await using var other = await server.StartOtherAsync();
        using var response = await other.PostImportAsync(await other.KeyAsync(Scopes.Import), Sending.Csv(1, "TST1"), query);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(parameter, (await response.JsonAsync()).GetProperty("errors")[0].GetProperty("parameter").GetString());
    }

    private static async Task<JsonElement> JsonAsync(OtherServer other, string path)
    {
        using var response = await other.GetAsync(path);
        return await response.JsonAsync();
    }
}
