using Xunit;

namespace EventsApi.Tests.Commands;

public sealed class UsageTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("--frobnicate")]
    [InlineData("serve frobnicate")]
    [InlineData("serve --port 80")]
    [InlineData("import")]
    [InlineData("import x.csv --profile frobnicate")]
    [InlineData("import x.csv --date-order frobnicate")]
    [InlineData("import x.csv --dataset Frob/nicate")]
    [InlineData("import x.csv y.csv --rejects z.csv")]
    [InlineData("export frobnicate")]
    [InlineData("export frobnicate=1")]
    [InlineData("export event_type=frobnicate")]
    [InlineData("export --format frobnicate")]
    [InlineData("datasets frobnicate")]
    [InlineData("datasets remove")]
    [InlineData("keys add x --scope frobnicate")]
    [InlineData("keys revoke")]
    [InlineData("migrate frobnicate")]
    [InlineData("openapi --spec 2.0")]
    public async Task Wrong_use_ends_with_2_and_says_why_on_stderr(string command)
    {
        var ended = await _place.RunAsync(command.Split(' '));
        Assert.Equal(2, ended.Code);
        Assert.Empty(ended.Out);
        Assert.NotEmpty(ended.Error);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_place.Database), "Wrong use made a database.");
    }

    [Theory]
    [InlineData("serve", "--urls")]
    [InlineData("import", "--dry-run")]
    [InlineData("export", "--format")]
    [InlineData("datasets", "remove")]
    [InlineData("datasets remove", "NAME")]
    [InlineData("keys add", "--scope")]
    [InlineData("migrate", "--database")]
    [InlineData("openapi", "--spec")]
    public async Task Every_command_has_help(string command, string mentions)
    {
        var ended = await _place.RunAsync([.. command.Split(' '), "--help"]);
        Assert.Equal(0, ended.Code);
        Assert.Contains(mentions, ended.Out, StringComparison.Ordinal);
        Assert.Empty(ended.Error);
        Assert.False(File.Exists(_place.Database), "Asking for help made a database.");
    }

    [Fact]
    public async Task The_program_s_help_names_every_command()
    {
        var ended = await _place.RunAsync("--help");
        Assert.Equal(0, ended.Code);
        Assert.All(["serve", "import", "export", "datasets", "migrate", "openapi"], name => Assert.Contains($"  {name} ", ended.Out, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("EventsApi__QuerySeconds", "abc")]
    [InlineData("EventsApi__QuerySeconds", "0")]
    [InlineData("EventsApi__PublicUrl", "ftp://example.org")]
    [InlineData("EventsApi__KnownProxies__0", "proxy")]
    [InlineData("EventsApi__Sample", "perhaps")]
    [InlineData("EventsApi__Databse", "x.db")]
    public async Task A_wrong_setting_is_refused_by_name_with_2(string name, string value)
    {
        _place.Environment[name] = value;
        var ended = await _place.RunAsync("migrate");
        Assert.Equal(2, ended.Code);
        Assert.Contains(name.Split("__")[1], ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_place.Database), "A wrong setting made a database.");
    }

    [Fact]
    public async Task An_empty_path_of_the_database_is_a_wrong_setting()
    {
        var ended = await _place.RunAsync("migrate", "--database", "");
        Assert.Equal(2, ended.Code);
        Assert.Equal("Wrong setting: Database must be the path of a file.\n", ended.Error);
    }

    [Fact]
    public async Task The_option_database_wins_over_the_environment()
    {
        var ended = await _place.RunAsync("migrate", "--database", _place["other.db"]);
        Assert.Equal(0, ended.Code);
        Assert.True(File.Exists(_place["other.db"]));
        Assert.False(File.Exists(_place.Database));
    }

    [Fact]
    public async Task Without_a_setting_the_database_is_in_the_folder_data()
    {
        _place.Environment.Remove("EventsApi__Database");
        var ended = await _place.RunAsync("migrate");
        Assert.Equal((0, true), (ended.Code, File.Exists(_place["data/events.db"])));
    }
}
