using System.Globalization;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace EventsApi.Data.Storage;

/// <summary>SQLite's errors as ours, each a sentence for whoever runs the program.</summary>
internal static class SqliteErrors
{
    /// <summary>
    /// <see cref="OperationCanceledException"/> for an interrupted statement, <see cref="NotWritableException"/> for a full disk and a file that may only be read, <see cref="DatabaseUnavailableException"/>
    /// for what is wrong with the file or its disk; null for a statement that is wrong itself.
    /// </summary>
    public static Exception? Translate(SqliteException exception, string path, CancellationToken token) => exception.SqliteErrorCode switch
    {
        SQLITE_INTERRUPT => new OperationCanceledException(exception.Message, exception, token),
        SQLITE_FULL or SQLITE_READONLY or SQLITE_PERM => new NotWritableException(Sentence(exception, path)!, exception.SqliteErrorCode == SQLITE_FULL, exception),
        _ => Sentence(exception, path) is { } sentence ? new DatabaseUnavailableException(sentence, exception) : null,
    };

    /// <summary>Runs a step with its errors as ours.</summary>
    public static T Run<T>(SqliteConnection connection, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (SqliteException exception) when (Translate(exception, connection.DataSource, default) is { } translated)
        {
            throw translated;
        }
    }

    /// <inheritdoc cref="Run"/>
    public static async Task<T> RunAsync<T>(SqliteConnection connection, Func<Task<T>> step, CancellationToken token)
    {
        try
        {
            return await step();
        }
        catch (SqliteException exception) when (Translate(exception, connection.DataSource, token) is { } translated)
        {
            throw translated;
        }
    }

    private static string? Sentence(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        SQLITE_FULL when path.Length == 0 => $"The disk of temporary files is full ({Path.GetTempPath()}).",
        SQLITE_FULL => $"The disk is full: that of the database {path}, or that of temporary files ({Path.GetTempPath()}).",
        SQLITE_READONLY or SQLITE_PERM => $"The database {path} or its folder is not writable for this user.",
        SQLITE_CANTOPEN when Directory.Exists(path) => $"The database {path} is a folder; name a file in it.",
        SQLITE_CANTOPEN => $"The database {path} cannot be opened: it or its folder is missing, or not writable for this user.",
        SQLITE_NOTADB => $"The file {path} is not an SQLite database.",
        SQLITE_CORRUPT => $"The database {path} is damaged: restore it from a copy, or import its files into a new one.",
        SQLITE_BUSY or SQLITE_LOCKED => $"The database {path} is locked by another program.",
        SQLITE_IOERR => string.Create(CultureInfo.InvariantCulture, $"The database {path} cannot be read or written (SQLite's error {exception.SqliteExtendedErrorCode})."),
        _ => null,
    };
}
