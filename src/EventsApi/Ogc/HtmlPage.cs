using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using EventsApi.Representations;

namespace EventsApi.Ogc;

/// <summary>
/// A JSON document as a page for people: objects as lists of terms, many side by side as a table, links as links. One
/// form for every resource, so that what a person reads is what a program reads.
/// </summary>
internal sealed class HtmlPage
{
    // Nothing is loaded and nothing runs, whatever text an event holds.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:70em;margin:1.5em auto;padding:0 1em;color:#1a1a1a;background:#fff}
        nav{color:#666}a{color:#0b57a4}h1{font-size:1.6em;margin:.4em 0}h2{font-size:1.15em;margin:1.4em 0 .3em}
        table{border-collapse:collapse;display:block;overflow-x:auto}th,td{text-align:start;padding:.25em .7em .25em 0;border-bottom:1px solid #ddd;vertical-align:top}
        dt{font-weight:600;margin-top:.5em}dd{margin-inline-start:1.2em}
        """;

    private const string LinksName = "links";

    // Text of any script stands in the page as it is.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();
    private readonly string _title;
    private readonly HttpContext _http;
    private readonly Options _options;

    public HtmlPage(HttpContext http, Options options, string title)
    {
        _http = http;
        _options = options;
        _title = title;
        _html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
            .Append(Text(title)).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n");
        WriteWay();
        _html.Append("<h1>").Append(Text(title)).Append("</h1>\n");
    }

    /// <summary>Writes a document's members, the links last.</summary>
    public HtmlPage Add(JsonObject document)
    {
        foreach (var (name, value) in document.Where(member => member.Key != LinksName && $"{member.Value}" != _title))
        {
            if (value is JsonValue)
            {
                AddParagraph(name is "title" or "description" ? $"{value}" : $"{name}: {value}");
                continue;
            }
            _html.Append("<h2>").Append(Text(name)).Append("</h2>\n");
            AddValue(value);
        }
        return document[LinksName] is JsonArray links ? AddLinks(links) : this;
    }

    public HtmlPage AddParagraph(string text)
    {
        _html.Append("<p>").Append(Text(text)).Append("</p>\n");
        return this;
    }

    /// <summary>Writes a table whose first column links to what each row is about.</summary>
    public HtmlPage AddTable(IReadOnlyList<string> header, IEnumerable<(string Href, IReadOnlyList<string> Cells)> rows)
    {
        _html.Append("<table>\n<tr>").AppendJoin("", header.Select(name => $"<th>{Text(name)}</th>")).Append("</tr>\n");
        foreach (var (href, cells) in rows)
        {
            _html.Append("<tr>").AppendJoin("", cells.Select((cell, i) => i == 0 ? $"<td>{Anchor(href, cell)}</td>" : $"<td dir=\"auto\">{Text(cell)}</td>")).Append("</tr>\n");
        }
        _html.Append("</table>\n");
        return this;
    }

    public HtmlPage AddLinks(IEnumerable<JsonNode?> links)
    {
        _html.Append("<h2>Links</h2>\n");
        AddLinkList(links);
        return this;
    }

    public Task WriteAsync()
    {
        _html.Append("</body>\n</html>\n");
        _http.Response.ContentType = "text/html; charset=utf-8";
        _http.Response.Headers.ContentSecurityPolicy = Policy;
        return _http.IsHead() ? Task.CompletedTask : _http.Response.WriteAsync(_html.ToString(), _http.RequestAborted);
    }

    private void AddLinkList(IEnumerable<JsonNode?> links) => AddList(
        links.OfType<JsonObject>().DistinctBy(link => (string?)link["href"] + link["title"]),
        link => _html.Append(Anchor((string)link["href"]!, (string?)link["title"] ?? (string)link["rel"]!)).Append(" <small>").Append(Text($"{link["rel"]}, {link["type"]}")).Append("</small>"));

    private void AddValue(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject { Count: > 1 } rows when rows.All(member => member.Value is JsonObject):
                AddRows(rows);
                break;
            case JsonObject members:
                AddTerms(members);
                break;
            case JsonArray items when items.All(item => item is JsonValue && !IsAddress($"{item}")):
                _html.Append(Text(string.Join(", ", items)));
                break;
            case JsonArray items:
                AddList(items, AddValue);
                break;
            default:
                var text = value?.ToString() ?? "";
                _html.Append(IsAddress(text) ? Anchor(text, text) : Text(text));
                break;
        }
    }

    private void AddTerms(JsonObject members)
    {
        _html.Append("<dl>\n");
        foreach (var (name, member) in members)
        {
            _html.Append("<dt>").Append(Text(name)).Append("</dt><dd dir=\"auto\">");
            if (name == LinksName && member is JsonArray links)
            {
                AddLinkList(links);
            }
            else
            {
                AddValue(member);
            }
            _html.Append("</dd>\n");
        }
        _html.Append("</dl>\n");
    }

    // Objects side by side: a row each, a column for every member that one of them has.
    private void AddRows(JsonObject rows)
    {
        var columns = rows.SelectMany(row => row.Value!.AsObject().Select(member => member.Key)).Distinct().ToList();
        _html.Append("<table>\n<tr><th></th>").AppendJoin("", columns.Select(name => $"<th>{Text(name)}</th>")).Append("</tr>\n");
        foreach (var (name, row) in rows)
        {
            _html.Append("<tr><th>").Append(Text(name)).Append("</th>");
            foreach (var column in columns)
            {
                _html.Append("<td>");
                AddValue(row![column]);
                _html.Append("</td>");
            }
            _html.Append("</tr>\n");
        }
        _html.Append("</table>\n");
    }

    private void AddList<T>(IEnumerable<T> items, Action<T> add)
    {
        _html.Append("<ul>\n");
        foreach (var item in items)
        {
            _html.Append("<li>");
            add(item);
            _html.Append("</li>\n");
        }
        _html.Append("</ul>\n");
    }

    // The way here, each part a link.
    private void WriteWay()
    {
        var at = Links.Base(_http.Request, _options);
        _html.Append("<nav>").Append(Anchor(at + "/?f=html", "Home"));
        foreach (var part in _http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at += "/" + Uri.EscapeDataString(part);
            _html.Append(" / ").Append(Anchor(at + "?f=html", part));
        }
        _html.Append("</nav>\n");
    }

    private static bool IsAddress(string text) => text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal);

    private static string Anchor(string href, string text) => $"<a href=\"{Text(href)}\">{Text(text)}</a>";

    private static string Text(string text) => Encoder.Encode(text);
}
