using System.Globalization;
using System.Text;

namespace EventsApi.Tests.Storage;

/// <summary>A made-up file in ACLED's columns, large enough to be interrupted; the same numbers give the same file.</summary>
internal static class ManyEvents
{
    public static void Write(string path, int rows, int changedFrom = int.MaxValue)
    {
        using var csv = new StreamWriter(path, append: false, new UTF8Encoding(false));
        csv.Write("event_id_cnty,event_date,event_type,sub_event_type,actor1,assoc_actor_1,country,admin1,location,latitude,longitude,source,notes,fatalities\n");
        for (var i = 0; i < rows; i++)
        {
            var day = new DateOnly(2000, 1, 1).AddDays(i * 7 % 9000).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var place = i % 500 == 0 ? "," : string.Create(CultureInfo.InvariantCulture, $"{10.5 + i % 1400 / 100.0},{-11.5 + i % 1500 / 100.0}");
            csv.Write(string.Create(CultureInfo.InvariantCulture,
                $"MLI{i},{day},Battles,Armed clash,Group {i % 60},Friends {i % 7}; Local militia,Mali,Région {i % 12},Place {i % 400},{place},Radio {i % 90},\"Fighting, as reported {(i >= changedFrom ? "once more" : "")} (number {i}).\",{i % 13}\n"));
        }
    }
}
