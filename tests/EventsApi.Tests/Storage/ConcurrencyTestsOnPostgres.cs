namespace EventsApi.Tests.Storage;

public sealed class ConcurrencyTestsOnPostgres : ConcurrencyTests
{
    protected override string Engine => "postgres";
}
