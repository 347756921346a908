using System.Data;
using System.Globalization;
using Dapper;

namespace EventsApi.Data.Storage;

/// <summary>How Dapper reads what the engines store differently.</summary>
internal static class TypeHandlers
{
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new DateHandler());
    }

    // Stores keep a day as yyyy-MM-dd text (SQLite) or as a date (PostgreSQL).
    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => value switch
        {
            DateOnly date => date,
            DateTime time => DateOnly.FromDateTime(time),
            _ => DateOnly.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        };

        // SQLite gets text: its dialect has turned the day into it before.
        public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = value;
    }
}
