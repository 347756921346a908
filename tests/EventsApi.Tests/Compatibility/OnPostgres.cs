using Xunit;

namespace EventsApi.Tests.Compatibility;

// The behavioural suite once more, on PostgreSQL.

public class AcledTestsOnPostgres(PostgresAcledServer server) : AcledTests(PostgresAcledServer.Required(server)), IClassFixture<PostgresAcledServer>;

public class AcledAccessTestsOnPostgres(PostgresAcledServer server) : AcledAccessTests(PostgresAcledServer.Required(server)), IClassFixture<PostgresAcledServer>;

public class AcledListTestsOnPostgres(PostgresAcledServer server) : AcledListTests(PostgresAcledServer.Required(server)), IClassFixture<PostgresAcledServer>;

public class AcledSyncTestsOnPostgres(PostgresAcledServer server) : AcledSyncTests(PostgresAcledServer.Required(server)), IClassFixture<PostgresAcledServer>;

public class UcdpTestsOnPostgres(PostgresUcdpServer server) : UcdpTests(PostgresUcdpServer.Required(server)), IClassFixture<PostgresUcdpServer>;

public class HapiTestsOnPostgres(PostgresAcledServer server) : HapiTests(PostgresAcledServer.Required(server)), IClassFixture<PostgresAcledServer>;

public class AnyFacadeRequestTestsOnPostgres(PostgresAcledServer server) : AnyFacadeRequestTests(PostgresAcledServer.Required(server)), IClassFixture<PostgresAcledServer>;
