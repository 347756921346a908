using System.Globalization;
using Xunit;

namespace EventsApi.Tests.Commands;

public class KeysCommandTests : IAsyncLifetime
{
    private Workplace _place = null!;

    protected virtual string Engine => "sqlite";

    public async ValueTask InitializeAsync() => _place = await Workplace.CreateAsync(Engine);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_place is not null)
        {
            await _place.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_key_is_printed_alone_and_once_listed_without_itself_and_revoked()
    {
        var added = await _place.RunAsync("keys", "add", "partner", "--scope", "read,import", "--dataset", "one", "--dataset", "two", "--expires", "2999-12-31", "--rate", "60/min");
        Assert.Equal((0, ""), (added.Code, added.Error));
        var key = Assert.Single(added.Lines);
        Assert.Matches("^[A-Za-z0-9_-]{32,}$", key);
        var listed = await _place.RunAsync("keys", "list");
        Assert.DoesNotContain(key, listed.Out, StringComparison.Ordinal);
        var fields = Assert.Single(listed.Lines).Split('\t');
        Assert.Equal(["partner", "read,import", "one,two", "60", "3000-01-01T00:00:00.000Z", "", "valid"], [.. fields[..4], .. fields[5..]]);
        Assert.InRange(DateTimeOffset.Parse(fields[4], CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
        Assert.Equal((0, "Revoked partner.\n"), await OutAsync("keys", "revoke", "partner"));
        Assert.EndsWith("\trevoked", Assert.Single((await _place.RunAsync("keys", "list")).Lines), StringComparison.Ordinal);
        Assert.Equal(1, (await _place.RunAsync("keys", "revoke", "partner")).Code);
    }

    [Fact]
    public async Task A_name_is_taken_until_its_key_is_revoked()
    {
        await _place.RunAsync("keys", "add", "partner", "--scope", "import");
        var second = await _place.RunAsync("keys", "add", "partner", "--scope", "import");
        Assert.Equal((1, ""), (second.Code, second.Out));
        Assert.Contains("revoke it first", second.Error, StringComparison.Ordinal);
        await _place.RunAsync("keys", "revoke", "partner");
        Assert.Equal(0, (await _place.RunAsync("keys", "add", "partner", "--scope", "import")).Code);
    }

    [Theory]
    [InlineData("keys add partner", "--scope")]
    [InlineData("keys add partner --scope write", "write")]
    [InlineData("keys add partner --scope ,", "scopes")]
    [InlineData("keys add Part/ner --scope read", "Part/ner")]
    [InlineData("keys add partner --scope read --dataset A", "'A'")]
    [InlineData("keys add partner --scope read --expires tomorrow", "YYYY-MM-DD")]
    [InlineData("keys add partner --scope read --expires 2020-01-01", "from today on")]
    [InlineData("keys add partner --scope read --expires 9999-12-31", "YYYY-MM-DD")]
    [InlineData("keys add partner --scope read --rate 60", "60/min")]
    [InlineData("keys add partner --scope read --rate 0/min", "60/min")]
    public async Task Wrong_use_ends_with_2_and_adds_no_key(string command, string says)
    {
        var ended = await _place.RunAsync(command.Split(' '));
        Assert.Equal((2, ""), (ended.Code, ended.Out));
        Assert.Contains(says, ended.Error, StringComparison.Ordinal);
        Assert.Empty((await _place.RunAsync("keys", "list")).Out);
    }

    private async Task<(int, string)> OutAsync(params string[] arguments)
    {
        var ended = await _place.RunAsync(arguments);
        return (ended.Code, ended.Out);
    }
}
