using System.IO.Compression;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>What the tests of imports share: files in memory, and a today of 2025-06-01.</summary>
internal static class Importing
{
    public const string Header = "event_id_cnty,event_date,event_type,sub_event_type,actor1,inter1,country,latitude,longitude,fatalities";

    public const string Line = "TST1,2022-03-04,Battles,Armed clash,Test Front,2,Mali,16.27,-0.04,3";

    public static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An ACLED file of one row: the usual one with some columns set, or added.</summary>
    public static string Csv(params (string Column, string Value)[] changes)
    {
        var cells = Header.Split(',').Zip(Line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var (column, value) in changes)
        {
            cells[column] = '"' + value.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        }
        return string.Join(',', cells.Keys) + "\n" + string.Join(',', cells.Values) + "\n";
    }

    public static DateOnly? Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }
        return packed.ToArray();
    }

    /// <summary>A file beside the repository or in it; the test is skipped when it is not there.</summary>
    public static string File(params string[] path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !folder.EnumerateFiles("EventsApi.sln").Any())
        {
            folder = folder.Parent;
        }
        var file = Path.GetFullPath(Path.Combine([folder?.FullName ?? ".", .. path]));
        Assert.SkipUnless(System.IO.File.Exists(file), $"{Path.Combine(path)} is not on this machine.");
        return file;
    }
}
