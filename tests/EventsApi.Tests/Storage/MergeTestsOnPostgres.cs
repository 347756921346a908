using Xunit;

namespace EventsApi.Tests.Storage;

public sealed class MergeTestsOnPostgres : MergeTests
{
    protected override string Engine => "postgres";

    private protected override async Task ConsistentAsync(Store store, long located)
    {
        Assert.Equal([located], await store.SqlAsync<long>("SELECT count(*) FROM events WHERE geometry && ST_MakeEnvelope(-180, -90, 180, 90, 4326)"));
        Assert.Equal([located], await store.SqlAsync<long>("SELECT count(*) FROM events WHERE ST_X(geometry) = longitude AND ST_Y(geometry) = latitude"));
    }
}
