namespace EventsApi.Ogc.Cql2;

/// <summary>CQL2 text by recursive descent: OR over AND over NOT over comparisons.</summary>
internal sealed class TextParser(string text)
{
    private static readonly HashSet<string> Comparisons = ["=", "<>", "<", "<=", ">", ">="];

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase) { "AND", "OR", "NOT", "IS", "NULL", "LIKE", "BETWEEN", "IN" };

    private static readonly HashSet<string> Geometries = new(StringComparer.OrdinalIgnoreCase)
    {
        "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION",
    };

    private readonly Tokenizer _tokens = new(text);
    private readonly Budget _budget = new();

    public Node Parse()
    {
        var filter = Or();
        return _tokens.Current.Kind == TokenKind.End ? filter : throw Expected("AND, OR or the end of the filter");
    }

    private Node Or() => Chain("OR", And);

    private Node And() => Chain("AND", Not);

    // Any number of terms, without depth.
    private Node Chain(string keyword, Func<Node> term)
    {
        var place = _tokens.Current.Place;
        var terms = new List<Node> { term() };
        while (Take(keyword))
        {
            terms.Add(term());
        }
        return terms.Count == 1 ? terms[0] : Call(keyword.ToLowerInvariant(), terms, place);
    }

    private Node Not()
    {
        var place = _tokens.Current.Place;
        return Take("NOT") ? Negated(_budget.Deeper(place, Not), place) : Comparison();
    }

    private Node Comparison()
    {
        var left = Operand();
        var token = _tokens.Current;
        if (token.Kind == TokenKind.Symbol && Comparisons.Contains(token.Value))
        {
            _tokens.Advance();
            return Call(token.Value, [left, Operand()], token.Place);
        }
        if (Take("IS"))
        {
            var known = Take("NOT");
            Need("NULL");
            var unknown = Call("isnull", [left], token.Place);
            return known ? Negated(unknown, token.Place) : unknown;
        }
        var negated = Take("NOT");
        var predicate = Advanced(left);
        if (predicate is null && negated)
        {
            throw Expected("LIKE, BETWEEN or IN");
        }
        return predicate is null ? left : negated ? Negated(predicate, token.Place) : predicate;
    }

    private Node? Advanced(Node left)
    {
        var place = _tokens.Current.Place;
        if (Take("LIKE"))
        {
            return Call("like", [left, Operand()], place);
        }
        if (Take("BETWEEN"))
        {
            var low = Operand();
            Need("AND");
            return Call("between", [left, low, Operand()], place);
        }
        return Take("IN") ? Call("in", [left, new Node.List(Arguments(), place)], place) : null;
    }

    private Node Operand()
    {
        var token = _tokens.Current;
        _budget.Spend(token.Place);
        if (token.Is("("))
        {
            _tokens.Advance();
            var inner = _budget.Deeper(token.Place, Or);
            NeedSymbol(")");
            return inner;
        }
        if (token.Kind is TokenKind.End or TokenKind.Symbol || (token.Kind == TokenKind.Word && Reserved.Contains(token.Value)))
        {
            throw Expected("a property, a value, a function or '('");
        }
        _tokens.Advance();
        return token.Kind switch
        {
            TokenKind.Text => new Node.Text(token.Value, token.Place),
            TokenKind.Number => Numbers.Read(token.Value, token.Place),
            TokenKind.QuotedName => new Node.Property(token.Value, token.Place),
            _ => Word(token),
        };
    }

    private Node Word(Token word)
    {
        if (word.IsWord("TRUE") || word.IsWord("FALSE"))
        {
            return new Node.Boolean(word.IsWord("TRUE"), word.Place);
        }
        if (Geometries.Contains(word.Value) && Geometry(word) is { } geometry)
        {
            return geometry;
        }
        return _tokens.Current.Is("(")
            ? new Node.Call(word.Value.ToLowerInvariant(), _budget.Deeper(word.Place, Arguments), word.Place)
            : new Node.Property(word.Value, word.Place);
    }

    // The inside of WKT is not CQL2: it is taken as it stands, up to its closing parenthesis.
    private Node.Geometry? Geometry(Token word)
    {
        var from = word.Start;
        var hasDimension = Take("Z") || Take("M") || Take("ZM");
        var end = _tokens.Current;
        if (Take("EMPTY"))
        {
            return new Node.Geometry(text[from..(end.Start + end.Value.Length)], false, word.Place);
        }
        if (end.Is("("))
        {
            return new Node.Geometry(_tokens.Skip(from), false, word.Place);
        }
        return hasDimension ? throw Expected("'('") : null;
    }

    private List<Node> Arguments()
    {
        NeedSymbol("(");
        var arguments = new List<Node> { Operand() };
        while (_tokens.Current.Is(","))
        {
            _tokens.Advance();
            arguments.Add(Operand());
        }
        NeedSymbol(")");
        return arguments;
    }

    private Node Negated(Node term, Place place) => Call("not", [term], place);

    private Node.Call Call(string name, IReadOnlyList<Node> args, Place place)
    {
        _budget.Spend(place);
        return new Node.Call(name, args, place);
    }

    private bool Take(string keyword)
    {
        if (!_tokens.Current.IsWord(keyword))
        {
            return false;
        }
        _tokens.Advance();
        return true;
    }

    private void Need(string keyword)
    {
        if (!Take(keyword))
        {
            throw Expected(keyword);
        }
    }

    private void NeedSymbol(string symbol)
    {
        if (!_tokens.Current.Is(symbol))
        {
            throw Expected($"'{symbol}'" + (symbol == ")" ? " or ','" : ""));
        }
        _tokens.Advance();
    }

    private Cql2Exception Expected(string what) => new(_tokens.Current.Place, $"Expected {what}, not {_tokens.Current}.");
}
