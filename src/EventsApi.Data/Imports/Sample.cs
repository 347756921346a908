using EventsApi.Data.Storage;

namespace EventsApi.Data.Imports;

/// <summary>The events that the founding articles report, which the assembly carries.</summary>
public static class Sample
{
    /// <summary>Name of the sample's data set.</summary>
    public const string Dataset = "sample";

    private const string Path = "db/sample/events.csv";

    /// <summary>Loads the sample into a database that was never written to; answers null when it was.</summary>
    public static async Task<ImportReport?> LoadAsync(Database database, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using (var session = await database.ReadAsync(token))
        {
            if (session.Version > 0)
            {
                return null;
            }
        }
        await using var file = Resources.Open(Path);
        return await new Importer(database).RunAsync(new ImportRequest(Path)
        {
            Dataset = Dataset,
            Licence = "Apache-2.0; coordinates partly GeoNames, CC BY 4.0",
            Citation = "Events reported by five Arabic press articles on Mali and the Sahel, coded for the Conflict Events API",
        }, file, token: token);
    }
}
