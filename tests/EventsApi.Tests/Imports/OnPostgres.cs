using EventsApi.Tests.Storage;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>The same on PostgreSQL; not made where there is none.</summary>
public sealed class PostgresTestStore : TestStore
{
    protected override string Engine => "postgres";

    /// <summary>The store, or the test is skipped where there is no PostgreSQL.</summary>
    public static PostgresTestStore Required(PostgresTestStore store)
    {
        PostgresCluster.Require();
        return store;
    }

    public override ValueTask InitializeAsync() => PostgresCluster.IsThere ? base.InitializeAsync() : ValueTask.CompletedTask;
}

public class DateTestsOnPostgres(PostgresTestStore importing) : DateTests(PostgresTestStore.Required(importing)), IClassFixture<PostgresTestStore>;

public class FormatTestsOnPostgres(PostgresTestStore importing) : FormatTests(PostgresTestStore.Required(importing)), IClassFixture<PostgresTestStore>;

public class HeaderTestsOnPostgres(PostgresTestStore importing) : HeaderTests(PostgresTestStore.Required(importing)), IClassFixture<PostgresTestStore>;

public class ImporterTestsOnPostgres(PostgresTestStore importing) : ImporterTests(PostgresTestStore.Required(importing)), IClassFixture<PostgresTestStore>;

public class ImportPropertiesOnPostgres(PostgresTestStore importing) : ImportProperties(PostgresTestStore.Required(importing)), IClassFixture<PostgresTestStore>;

public class RulesTestsOnPostgres(PostgresTestStore importing) : RulesTests(PostgresTestStore.Required(importing)), IClassFixture<PostgresTestStore>;

public class SharedDataTestsOnPostgres(PostgresTestStore importing, ITestOutputHelper output)
    : SharedDataTests(PostgresTestStore.Required(importing), output), IClassFixture<PostgresTestStore>;
