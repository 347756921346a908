using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Sql;

/// <summary>A statement and the values bound in it, named <c>p0</c>, <c>p1</c> …</summary>
public sealed record Statement(string Text, IReadOnlyList<object> Values)
{
    /// <summary>Equal for equal statements, and for no others; short, however much is bound.</summary>
    public string Key => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{Text}\n{string.Join('\n', Values.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : value))}")));
}

/// <summary>Collects a statement's text and the values bound in it.</summary>
/// <param name="dialect">How the engine stores values.</param>
/// <param name="driving">Terms known to select few events: they should be looked up first, see <see cref="Dialect.Probe"/>.</param>
public sealed class SqlWriter(Dialect dialect, IReadOnlyCollection<Predicate>? driving = null)
{
    private readonly StringBuilder _text = new();
    private readonly List<object> _values = [];
    private readonly Dictionary<object, string> _names = [];

    /// <summary>Binds a value and answers the text that stands for it; equal values are bound once, since binding many is slow.</summary>
    public string Bind(object value)
    {
        if (!_names.TryGetValue(value, out var name))
        {
            _names[value] = name = "@p" + _values.Count.ToString(CultureInfo.InvariantCulture);
            _values.Add(dialect.Value(value));
        }
        return name;
    }

    /// <summary>Whether the engine should begin with this term.</summary>
    public bool Drives(Predicate term) => driving?.Contains(term, ReferenceEqualityComparer.Instance) == true;

    public SqlWriter Append(string text)
    {
        _text.Append(text);
        return this;
    }

    public Statement ToStatement() => new(_text.ToString(), _values);
}
