using System.Globalization;
using System.Text;
using EventsApi.Data.Sql;
using Xunit;

namespace EventsApi.Tests.Sql;

/// <summary>
/// What each query becomes in each engine, word for word: <c>ENGINE.golden.txt</c>. A change in SQL shows in review as a
/// change of that file. A new engine is one line in <see cref="Engines"/> and a file.
/// </summary>
public class GoldenSqlTests
{
    public static TheoryData<string> Engines => [.. Dialects.Keys];

    private static readonly Dictionary<string, Dialect> Dialects = new() { ["sqlite"] = new SqliteDialect(), ["postgres"] = new PostgresDialect() };

    [Theory]
    [MemberData(nameof(Engines))]
    public void Every_query_becomes_the_statement_on_file(string engine)
    {
        var text = new StringBuilder();
        foreach (var (name, statement) in Queries.All)
        {
            text.Append("-- ").Append(name).Append('\n').Append(Text(statement(Dialects[engine]))).Append('\n');
        }
        var file = Repository.Path("tests", "EventsApi.Tests", "Sql", engine + ".golden.txt");
        var expected = File.Exists(file) ? File.ReadAllText(file) : "";
        var actual = Path.Combine(AppContext.BaseDirectory, engine + ".golden.txt");
        File.WriteAllText(actual, text.ToString());
        Assert.True(expected == text.ToString(), $"The SQL for {engine} changed. If it should: cp {actual} {file}");
    }

    private static string Text(Statement? statement) => statement is null ? "(none)\n" : statement.Text + "\n" +
        string.Concat(statement.Values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"  p{i} = {Text(value)} ({value.GetType().Name})\n")));

    // The expression of all accents grows with Unicode.
    private static object Text(object value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        string { Length: > 200 } text => text[..50] + "…",
        _ => value,
    };
}
