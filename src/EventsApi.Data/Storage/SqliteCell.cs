using System.Runtime.InteropServices;
using SQLitePCL;

namespace EventsApi.Data.Storage;

/// <summary>
/// The cells of a statement's current row, read from SQLite's own functions: a row has dozens, and what guards a handle
/// on the way costs more than the cell. The statement must live as long as it is read.
/// </summary>
internal readonly unsafe ref struct SqliteCell
{
    private static readonly delegate* unmanaged[SuppressGCTransition]<IntPtr, int, int> TypeOf = (delegate* unmanaged[SuppressGCTransition]<IntPtr, int, int>)Export("sqlite3_column_type");
    private static readonly delegate* unmanaged[SuppressGCTransition]<IntPtr, int, long> IntegerOf = (delegate* unmanaged[SuppressGCTransition]<IntPtr, int, long>)Export("sqlite3_column_int64");
    private static readonly delegate* unmanaged[SuppressGCTransition]<IntPtr, int, double> RealOf = (delegate* unmanaged[SuppressGCTransition]<IntPtr, int, double>)Export("sqlite3_column_double");
    private static readonly delegate* unmanaged[SuppressGCTransition]<IntPtr, int, byte*> BytesOf = (delegate* unmanaged[SuppressGCTransition]<IntPtr, int, byte*>)Export("sqlite3_column_blob");
    private static readonly delegate* unmanaged[SuppressGCTransition]<IntPtr, int, int> LengthOf = (delegate* unmanaged[SuppressGCTransition]<IntPtr, int, int>)Export("sqlite3_column_bytes");

    private readonly IntPtr _statement;
    private readonly int _place;

    public SqliteCell(sqlite3_stmt statement, int place) => (_statement, _place) = (statement.DangerousGetHandle(), place);

    public bool IsNull => TypeOf(_statement, _place) == raw.SQLITE_NULL;

    public long Integer => IntegerOf(_statement, _place);

    public double Real => RealOf(_statement, _place);

    /// <summary>The UTF-8 of a text, until the next row; empty for null.</summary>
    public ReadOnlySpan<byte> Text => new(BytesOf(_statement, _place), LengthOf(_statement, _place));

    private static IntPtr Export(string name) => NativeLibrary.GetExport(SqliteLibrary.Handle, name);
}
