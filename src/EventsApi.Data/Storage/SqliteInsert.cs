using System.Globalization;
using System.Text;
using EventsApi.Data.Model;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventsApi.Data.Storage;

/// <summary>
/// One prepared INSERT, bound below ADO.NET: an import binds fifty values a row, and a DbParameter for each costs more
/// than SQLite does.
/// </summary>
internal sealed class SqliteInsert : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _utf8 = new byte[4096];

    public SqliteInsert(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Inserts a row: the catalogue's columns, then the folded ones. Answers whether it was new.</summary>
    public bool Add(Event row)
    {
        // What is not bound is null, which most columns of most files are.
        raw.sqlite3_clear_bindings(_statement);
        var i = 0;
        foreach (var column in EventColumns.All)
        {
            Bind(++i, column, row);
        }
        foreach (var column in EventColumns.Folded)
        {
            BindText(++i, column.GetText(row) is { } text ? Folding.Fold(text) : null);
        }
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }
        return raw.sqlite3_changes(_database) == 1;
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(int i, Column column, Event row)
    {
        switch (column.Type)
        {
            case ColumnType.Integer when column.GetInteger(row) is { } value:
                Check(raw.sqlite3_bind_int64(_statement, i, value));
                break;
            case ColumnType.Real when column.GetReal(row) is { } value:
                Check(raw.sqlite3_bind_double(_statement, i, value));
                break;
            case ColumnType.Date when column.GetDate(row) is { } value:
                BindText(i, value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case ColumnType.Text or ColumnType.Json:
                BindText(i, column.GetText(row));
                break;
        }
    }

    private void BindText(int i, string? text)
    {
        if (text is null)
        {
            return;
        }
        if (_utf8.Length < Encoding.UTF8.GetMaxByteCount(text.Length))
        {
            _utf8 = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        }
        var length = Encoding.UTF8.GetBytes(text, _utf8);
        Check(raw.sqlite3_bind_text(_statement, i, _utf8.AsSpan(0, length)));
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), result);
        }
    }
}
