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

    /// <summary>A day as the stores keep it: yyyy-MM-dd text (SQLite) or a date (PostgreSQL).</summary>
    public static DateOnly Date(object value) => value switch
    {
        DateOnly date => date,
        DateTime time => DateOnly.FromDateTime(time),
        _ => DateOnly.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => Date(value);

        // SQLite gets text: its dialect has turned the day into it before.
        public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = value;
    }
}
