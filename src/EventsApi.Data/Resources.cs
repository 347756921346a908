using System.Text;
using CsvHelper;

namespace EventsApi.Data;

/// <summary>The files of <c>db/</c>, which the assembly carries so that one folder is the whole program.</summary>
internal static class Resources
{
    /// <summary>Paths below <paramref name="prefix"/>, in ordinal order.</summary>
    public static IEnumerable<string> List(string prefix) =>
        typeof(Resources).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static Stream Open(string path) =>
        typeof(Resources).Assembly.GetManifestResourceStream(path)
        ?? throw new InvalidOperationException($"The program was built without {path}.");

    public static string ReadText(string path)
    {
        using var reader = new StreamReader(Open(path), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static IEnumerable<IReadOnlyDictionary<string, string>> ReadCsv(string path)
    {
        using var csv = CsvReader.Create(Open(path), CsvReaderOptions.Default, leaveOpen: false);
        csv.ReadHeader();
        while (csv.Read())
        {
            yield return csv.Headers.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => csv.GetString(pair.i), StringComparer.Ordinal);
        }
    }
}
