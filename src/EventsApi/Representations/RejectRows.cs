using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace EventsApi.Representations;

/// <summary>The rejected rows of an import, from the file that it kept, as somebody else wants them; nothing where there is no file.</summary>
internal static class RejectRows
{
    private const int FlushBytes = 65_536;

    /// <summary>As CSV that no spreadsheet runs.</summary>
    public static async Task WriteSafeAsync(HttpContext http, string path, CsvOptions options)
    {
        using var buffer = new MemoryStream();
        await using (var csv = CsvWriter.Create(buffer, CsvWriterOptions.Default, leaveOpen: true))
        {
            WriteRecord(csv, Data.Imports.RejectsFile.Header);
            foreach (var row in Rows(path))
            {
                WriteRecord(csv, row.Select(field => options.Text(field.Value)));
                if (buffer.Length > FlushBytes)
                {
                    await SendAsync(http, buffer);
                }
            }
        }
        await SendAsync(http, buffer);
    }

    /// <summary>As a line of JSON each.</summary>
    public static async Task WriteLinesAsync(HttpContext http, string path)
    {
        using var buffer = new MemoryStream();
        await using var json = new Utf8JsonWriter(buffer, EventJson.Options);
        foreach (var row in Rows(path))
        {
            json.WriteStartObject();
            foreach (var (name, value) in row)
            {
                WriteMember(json, name, value);
            }
            json.WriteEndObject();
            await json.FlushAsync(http.RequestAborted);
            json.Reset();
            buffer.WriteByte((byte)'\n');
            if (buffer.Length > FlushBytes)
            {
                await SendAsync(http, buffer);
            }
        }
        await SendAsync(http, buffer);
    }

    private static IEnumerable<List<(string Name, string Value)>> Rows(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }
        using var csv = CsvReader.Create(File.OpenRead(path), CsvReaderOptions.Default, leaveOpen: false);
        csv.ReadHeader();
        var names = csv.Headers.ToList();
        while (csv.Read())
        {
            yield return [.. names.Select((name, i) => (name, csv.GetString(i)))];
        }
    }

    private static void WriteRecord(CsvWriter csv, IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            csv.WriteField(field);
        }
        csv.EndRecord();
    }

    private static void WriteMember(Utf8JsonWriter json, string name, string value)
    {
        if (name is "row" or "line")
        {
            json.WriteNumber(name, long.Parse(value, CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteString(name, value.Length == 0 ? null : value);
        }
    }

    private static async Task SendAsync(HttpContext http, MemoryStream buffer)
    {
        buffer.Position = 0;
        await buffer.CopyToAsync(http.Response.Body, http.RequestAborted);
        buffer.SetLength(0);
    }
}
