using System.Text;
using CsvHelper;
using EventsApi.Data.Imports;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>Properties of imports over generated files.</summary>
public class ImportProperties(TestStore importing) : IClassFixture<TestStore>
{
    private static readonly string[] Starts =
    [
        "", Importing.Header + "\n", Importing.Csv(), "[", "{\"features\":[", "{\"event_id_cnty\":1,\"event_date\":2,\"event_type\":3,\"country\":4}\n",
        "id,date_start,type_of_violence,side_a,side_b,best\n", "\u001e{}", "event_id_cnty,event_date,event_type,dataset,attributes\nA1,1/2/3,,,",
    ];

    [Fact]
    public void Any_bytes_give_a_report_or_a_refusal()
    {
        var files = from start in Gen.Elements(Starts)
                    from bytes in Gen.OneOf(
                        ArbMap.Default.GeneratorFor<byte[]>(),
                        Gen.Elements("{}[]\",:;\n\r\t 1a-./#é\\"u8.ToArray()).ArrayOf())
                    from pack in Gen.Elements(false, false, false, true)
                    select pack ? Importing.Gzip([.. Encoding.UTF8.GetBytes(start), .. bytes]) : [.. Encoding.UTF8.GetBytes(start), .. bytes];
        Prop.ForAll(files.ToArbitrary(), IsReportOrRefusal).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Texts_come_through_csv_as_they_are()
    {
        var texts = ArbMap.Default.GeneratorFor<string>().Where(text => text is not null && !text.Contains('\0', StringComparison.Ordinal)).Four();
        Prop.ForAll(texts.ToArbitrary(), texts => ComesThrough([texts.Item1, texts.Item2, texts.Item3, texts.Item4]))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    private bool IsReportOrRefusal(byte[] file)
    {
        try
        {
            var (report, store) = importing.RunAsync(file).GetAwaiter().GetResult();
            return report.Read == report.Inserted + report.Rejected + report.Merged && store.Events.Count == report.Inserted;
        }
        catch (UnreadableFileException exception)
        {
            return exception.Message.EndsWith('.');
        }
    }

    private bool ComesThrough(string[] texts)
    {
        string[] names = ["actor1", "admin1", "notes", "other"];
        using var file = new MemoryStream();
        using (var csv = CsvWriter.Create(file, CsvWriterOptions.Default, leaveOpen: true))
        {
            foreach (var name in Importing.Header.Split(',').Except(names).Concat(names))
            {
                csv.WriteField(name);
            }
            csv.EndRecord();
            foreach (var value in Importing.Line.Split(',').Where(value => value != "Test Front").Concat(texts))
            {
                csv.WriteField(value);
            }
            csv.EndRecord();
        }
        var row = importing.RunAsync(file.ToArray()).GetAwaiter().GetResult().Store.Events["TST1"];
        var attributes = row.Attributes is null ? null : System.Text.Json.JsonDocument.Parse(row.Attributes).RootElement.GetProperty("other").GetString();
        return Expected(texts[0]) == row.Actor1 && Expected(texts[1]) == row.Admin1 && Expected(texts[2]) == row.Notes
            && (Expected(texts[3]) is null ? attributes is null : WellFormed(texts[3]) == attributes);
    }

    // White space at the ends is not kept in columns of ours; half a surrogate pair cannot be written; U+0000 is for binary files.
    private static string? Expected(string text) => WellFormed(text).Trim() is { Length: > 0 } trimmed && trimmed != "NA" ? trimmed : null;

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
