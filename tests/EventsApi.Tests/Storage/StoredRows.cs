using System.Security.Cryptography;
using System.Text;
using EventsApi.Data.Model;

namespace EventsApi.Tests.Storage;

/// <summary>The events of a file of the database in the order of their ids, without the time of the import.</summary>
internal static class StoredRows
{
    public static string Hash(string path)
    {
        var columns = string.Join(", ", EventColumns.All.Where(column => column != EventColumns.Timestamp).Select(column => column.Name));
        using var connection = PlainSqlite.Open(path);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names of the catalogue
        command.CommandText = $"SELECT {columns} FROM events ORDER BY event_id_cnty";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join('|', values) + "\n"));
        }
        return Convert.ToHexString(hash.GetCurrentHash());
    }
}
