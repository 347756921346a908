using System.Text;

namespace EventsApi.Ogc.Cql2;

internal enum TokenKind
{
    Word,
    QuotedName,
    Text,
    Number,
    Symbol,
    End,
}

/// <summary>A part of the text; Start is where it begins, counted from 0.</summary>
internal readonly record struct Token(TokenKind Kind, string Value, int Start)
{
    public Place Place => Place.At(Start + 1);

    public bool Is(string symbol) => Kind == TokenKind.Symbol && Value == symbol;

    /// <summary>Keywords are words in any case.</summary>
    public bool IsWord(string keyword) => Kind == TokenKind.Word && Value.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => "a text",
        _ => $"'{(Value.Length > 40 ? Value[..40] + "…" : Value)}'",
    };
}

/// <summary>Cuts CQL2 text into tokens, one at a time: a geometry among them is cut out whole by <see cref="Skip"/>.</summary>
internal sealed class Tokenizer
{
    private readonly string _text;
    private int _at;

    public Tokenizer(string text)
    {
        _text = text;
        Advance();
    }

    public Token Current { get; private set; }

    public void Advance()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
        Current = Read(_at);
    }

    /// <summary>The text from a place up to the parenthesis that closes the one at hand; goes on behind it.</summary>
    public string Skip(int from)
    {
        var depth = 0;
        for (var i = Current.Start; i < _text.Length; i++)
        {
            depth += _text[i] == '(' ? 1 : _text[i] == ')' ? -1 : 0;
            if (depth == 0)
            {
                _at = i + 1;
                Advance();
                return _text[from..(i + 1)];
            }
        }
        throw new Cql2Exception(Current.Place, "The parenthesis is not closed.");
    }

    private Token Read(int start)
    {
        if (start == _text.Length)
        {
            return new Token(TokenKind.End, "", start);
        }
        Rune.DecodeFromUtf16(_text.AsSpan(start), out var rune, out _);
        return rune.Value switch
        {
            '\'' => ReadText(start),
            '"' => ReadQuotedName(start),
            >= '0' and <= '9' or '.' => ReadNumber(start),
            '+' or '-' when start + 1 < _text.Length && _text[start + 1] is >= '0' and <= '9' or '.' => ReadNumber(start),
            '<' when start + 1 < _text.Length && _text[start + 1] is '=' or '>' => Symbol(start, 2),
            '>' when start + 1 < _text.Length && _text[start + 1] is '=' => Symbol(start, 2),
            '(' or ')' or ',' or '=' or '<' or '>' => Symbol(start, 1),
            '+' or '-' or '*' or '/' or '^' => throw new Cql2Exception(Place.At(start + 1), $"Arithmetic ('{rune}') is not supported."),
            _ when Characters.StartsName(rune) => ReadWord(start),
            _ => throw new Cql2Exception(Place.At(start + 1), $"Unexpected character '{rune}'."),
        };
    }

    private Token Symbol(int start, int length)
    {
        _at = start + length;
        return new Token(TokenKind.Symbol, _text[start.._at], start);
    }

    private Token ReadWord(int start)
    {
        _at = EndOfName(start);
        return new Token(TokenKind.Word, _text[start.._at], start);
    }

    private Token ReadQuotedName(int start)
    {
        var end = _text.IndexOf('"', start + 1);
        if (end < 0)
        {
            throw new Cql2Exception(Place.At(start + 1), "The double quote is not closed.");
        }
        _at = end + 1;
        return new Token(TokenKind.QuotedName, _text[(start + 1)..end], start);
    }

    private int EndOfName(int start)
    {
        var end = start;
        while (end < _text.Length && Rune.DecodeFromUtf16(_text.AsSpan(end), out var rune, out var length) == System.Buffers.OperationStatus.Done
            && Characters.ContinuesName(rune))
        {
            end += length;
        }
        return end;
    }

    private Token ReadNumber(int start)
    {
        _at = start + (_text[start] is '+' or '-' ? 1 : 0);
        var digits = Digits();
        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            digits += Digits();
        }
        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            _at += _at + 1 < _text.Length && _text[_at + 1] is '+' or '-' ? 2 : 1;
            digits = digits > 0 ? Digits() : 0;
        }
        if (digits == 0 || EndOfName(_at) > _at)
        {
            throw new Cql2Exception(Place.At(start + 1), $"'{_text[start..Math.Min(Math.Max(EndOfName(_at), _at), start + 40)]}' is no number.");
        }
        return new Token(TokenKind.Number, _text[start.._at], start);
    }

    private int Digits()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }
        return _at - start;
    }

    // 21-065r2, /req/cql2-text/escaping: a quote is '' or \', a backslash \\, some control characters have letters. Before
    // another sign the backslash is one, so that LIKE's \% and \_ need no second.
    private Token ReadText(int start)
    {
        var text = new StringBuilder();
        for (var i = start + 1; i < _text.Length; i++)
        {
            var next = i + 1 < _text.Length ? _text[i + 1] : '\0';
            var escaped = _text[i] == '\\' ? Escaped(next) : _text[i] == '\'' && next == '\'' ? '\'' : null;
            if (escaped is null && _text[i] == '\'')
            {
                _at = i + 1;
                return new Token(TokenKind.Text, Characters.Check(text.ToString(), Place.At(start + 1)), start);
            }
            text.Append(escaped ?? _text[i]);
            i += escaped is null ? 0 : 1;
        }
        throw new Cql2Exception(Place.At(start + 1), "The quote is not closed.");
    }

    private static char? Escaped(char sign) => sign switch
    {
        '\'' or '\\' => sign,
        'a' => '\a',
        'b' => '\b',
        't' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        _ => null,
    };
}
