using EventsApi.Tests.Contract;
using Xunit;

namespace EventsApi.Tests.Http;

// The behavioural suite once more, on PostgreSQL.

public class AccessTestsOnPostgres(PostgresServer server) : AccessTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class AggregateTestsOnPostgres(PostgresServer server) : AggregateTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class ShapeTestsOnPostgres(PostgresServer server) : ShapeTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class FacetTestsOnPostgres(PostgresServer server) : FacetTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class AnyRequestTestsOnPostgres(PostgresServer server) : AnyRequestTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class CacheTestsOnPostgres(PostgresServer server) : CacheTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class ContractTestsOnPostgres(PostgresServer server) : ContractTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class BoundaryTestsOnPostgres(PostgresServer server) : BoundaryTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class EditTestsOnPostgres(PostgresServer server) : EditTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class FilterTestsOnPostgres(PostgresServer server) : FilterTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class FormatTestsOnPostgres(PostgresServer server) : FormatTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class HistoryTestsOnPostgres(PostgresServer server) : HistoryTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class HostileImportTestsOnPostgres(PostgresServer server) : HostileImportTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class IdempotencyTestsOnPostgres(PostgresServer server) : IdempotencyTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class ImportJobTestsOnPostgres(PostgresServer server) : ImportJobTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class ReplaceTestsOnPostgres(PostgresServer server) : ReplaceTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class ReplacePartTestsOnPostgres(PostgresServer server) : ReplacePartTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class ImportRegisterTestsOnPostgres(PostgresServer server) : ImportRegisterTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class ReleasePairTestsOnPostgres(PostgresServer server) : ReleasePairTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class ImportTestsOnPostgres(PostgresServer server) : ImportTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class LinkTestsOnPostgres(PostgresServer server) : LinkTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class PagingTestsOnPostgres(PostgresServer server) : PagingTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class PlaceTestsOnPostgres(PostgresServer server) : PlaceTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class ProblemTestsOnPostgres(PostgresServer server) : ProblemTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class RandomPlaceTestsOnPostgres(PostgresServer server) : RandomPlaceTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class SortTestsOnPostgres(PostgresServer server) : SortTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class WalkTestsOnPostgres(PostgresServer server) : WalkTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class OgcClientTestsOnPostgres(PostgresServer server) : Ogc.ClientTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class OgcPart1CoreTestsOnPostgres(PostgresServer server) : Ogc.Conformance.Part1CoreTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class OgcPart1ItemsTestsOnPostgres(PostgresServer server) : Ogc.Conformance.Part1ItemsTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class OgcPart2TestsOnPostgres(PostgresServer server) : Ogc.Conformance.Part2Tests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class OgcPart3TestsOnPostgres(PostgresServer server) : Ogc.Conformance.Part3Tests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;

public class OgcCql2WalkTestsOnPostgres(PostgresServer server) : Ogc.Conformance.Cql2WalkTests(PostgresServer.Required(server)), IClassFixture<PostgresServer>;
