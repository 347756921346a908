using System.Data.Common;
using System.Globalization;
using Dapper;
using EventsApi.Data.Model;
using EventsApi.Data.Places;
using EventsApi.Data.Sql;

namespace EventsApi.Data.Storage;

/// <summary>Enters which boundaries events lie in, in the transaction of an engine.</summary>
internal sealed class BoundaryAssignment(BoundaryIndex index, DbConnection connection, DbTransaction transaction, Dialect dialect, CancellationToken token)
{
    // Events in memory at once.
    private const int Step = 10_000;

    // Most events share their place with others: a town, a capital. Bounded all the same.
    private const int PlacesKept = 100_000;

    private readonly Dictionary<(double, double), string[]> _known = [];

    /// <summary>Links of events entered; those of past rows are not counted.</summary>
    public long Links { get; private set; }

    /// <summary>Enters the new and the changed of the staged rows.</summary>
    /// <param name="last">The last row's number.</param>
    public async Task AssignStagedAsync(long last)
    {
        for (long first = 1; first <= last; first += Step)
        {
            await AssignAsync(await PlacesAsync(BoundarySql.StagedPlaces, new { first, last = first + Step - 1 }));
        }
    }

    /// <summary>Enters all events, and all rows that are no more.</summary>
    public async Task AssignAllAsync()
    {
        await AssignAllAsync(BoundarySql.PastPlaces);
        Links = 0;
        await AssignAllAsync(BoundarySql.Places);
    }

    private async Task AssignAllAsync(string sql)
    {
        var after = long.MinValue;
        while (await PlacesAsync(sql, new { after, most = Step }) is { Count: > 0 } places)
        {
            await AssignAsync(places);
            after = places[^1].Id;
        }
    }

    private sealed record Place
    {
        public long Id { get; init; }
        public double? Longitude { get; init; }
        public double? Latitude { get; init; }
    }

    private async Task<List<Place>> PlacesAsync(string sql, object parameters) => (await connection.QueryAsync<Place>(Command(sql, parameters))).AsList();

    private async Task AssignAsync(List<Place> places)
    {
        var events = new SortedDictionary<string, List<long>>(StringComparer.Ordinal);
        foreach (var place in places)
        {
            foreach (var boundary in At(place))
            {
                events.TryAdd(boundary, []);
                events[boundary].Add(place.Id);
            }
        }
        foreach (var (boundary, ids) in events)
        {
            var list = string.Join(Column.ListSeparator, ids.Order().Select(id => id.ToString(CultureInfo.InvariantCulture)));
            Links += await connection.ExecuteAsync(Command(BoundarySql.AddEvents(dialect), new { boundary, events = list }));
        }
    }

    private string[] At(Place place)
    {
        if (place is not { Longitude: { } longitude, Latitude: { } latitude })
        {
            return [];
        }
        if (!_known.TryGetValue((longitude, latitude), out var boundaries))
        {
            boundaries = [.. index.At(longitude, latitude)];
            if (_known.Count < PlacesKept)
            {
                _known.Add((longitude, latitude), boundaries);
            }
        }
        return boundaries;
    }

    private CommandDefinition Command(string sql, object parameters) => new(sql, parameters, transaction, commandTimeout: 0, cancellationToken: token);
}
