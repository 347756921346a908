using EventsApi.Data.Office;
using Xunit;

namespace EventsApi.Tests.Http;

/// <summary>Sending again without harm.</summary>
public class IdempotencyTests(EventServer server) : IClassFixture<EventServer>
{
    private static readonly (string, string) Once = ("Idempotency-Key", "\"nightly-1\"");

    [Fact]
    public async Task The_same_key_and_body_answer_the_first_result_again_also_after_a_restart()
    {
        await using var other = await server.StartOtherAsync();
        var key = await other.KeyAsync(Scopes.Import);
        var file = Sending.Csv(1, "TST1");
        using var first = await other.PostImportAsync(key, file, "", Once);
        using var second = await other.PostImportAsync(key, file, "", Once);
        Assert.Equal(await first.TextAsync(), await second.TextAsync());
        await other.StopAsync();
        await using var next = await OtherServer.StartOverAsync(other.Setting);
        using var third = await next.PostImportAsync(key, file, "", Once);
        var (before, after) = (await first.JsonAsync(), await third.JsonAsync());
        Assert.Equal((200, before.Number("id"), 1), ((int)third.StatusCode, after.Number("id"), after.Number("inserted")));
    }

    [Fact]
    public async Task A_failure_is_answered_again_as_well()
    {
        await using var other = await server.StartOtherAsync();
        var key = await other.KeyAsync(Scopes.Import);
        using var first = await other.PostImportAsync(key, "a,b\n", "", Once);
        using var second = await other.PostImportAsync(key, "a,b\n", "", Once);
        Assert.Equal((422, await first.TextAsync()), ((int)second.StatusCode, await second.TextAsync()));
    }

    [Fact]
    public async Task Another_body_or_other_parameters_under_the_same_key_are_refused_and_another_sender_s_are_not()
    {
        await using var other = await server.StartOtherAsync();
        var (key, stranger) = (await other.KeyAsync(Scopes.Import), await other.KeyAsync(Scopes.Import));
        using var first = await other.PostImportAsync(key, Sending.Csv(1, "TST1"), "", Once);
        using var body = await other.PostImportAsync(key, Sending.Csv(2, "TST1"), "", Once);
        using var parameters = await other.PostImportAsync(key, Sending.Csv(1, "TST1"), "strict=true", Once);
        Assert.Equal((422, 422), ((await body.ProblemAsync()).Status, (await parameters.ProblemAsync()).Status));
        using var foreign = await other.PostImportAsync(stranger, Sending.Csv(2, "TST1"), "", Once);
        Assert.Equal((200, 1), ((int)foreign.StatusCode, (await foreign.JsonAsync()).Number("updated")));
    }

    [Fact]
    public async Task While_the_first_is_under_way_a_second_is_told_so()
    {
        await using var other = await server.StartOtherAsync();
        var key = await other.KeyAsync(Scopes.Import);
        await using (await other.BlockAsync())
        {
            using var first = await other.PostImportAsync(key, Sending.Csv(1, "TST1"), "", Once, ("Prefer", "respond-async"));
            Assert.Equal(202, (int)first.StatusCode);
            using var second = await other.PostImportAsync(key, Sending.Csv(1, "TST1"), "", Once);
            Assert.Equal(409, (await second.ProblemAsync()).Status);
        }
        await other.EndAsync(key, 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\t")]
    public async Task A_key_that_is_none_is_refused(string token)
    {
        await using var other = await server.StartOtherAsync();
        using var response = await other.PostImportAsync(await other.KeyAsync(Scopes.Import), Sending.Csv(1, "TST1"), "", ("Idempotency-Key", token));
        Assert.Equal(400, (int)response.StatusCode);
    }
}
