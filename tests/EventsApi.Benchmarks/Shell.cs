namespace EventsApi.Benchmarks;

/// <summary>The sqlite3 shell with SpatiaLite loaded: what a query costs without a server.</summary>
internal static class Shell
{
    /// <summary>Mean milliseconds of a query asked so many times in one session, its rows thrown away.</summary>
    /// <remarks>Its own timer counts whole milliseconds, so a session that asks once is taken from one that asks more.</remarks>
    public static async Task<double> TimeAsync(string database, string sql, int rounds) =>
        (await SessionAsync(database, sql, rounds + 1) - await SessionAsync(database, sql, 1)) * 1000 / rounds;

    private static async Task<double> SessionAsync(string database, string sql, int times)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(script, ["SELECT load_extension('mod_spatialite');", .. Enumerable.Repeat($"{sql};", times)]);
            return (await Child.RunAsync("/dev/null", "sqlite3", "-readonly", "-cmd", $".read {script}", database, "SELECT 1")).Seconds;
        }
        finally
        {
            File.Delete(script);
        }
    }
}
