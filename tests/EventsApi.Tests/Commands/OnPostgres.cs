namespace EventsApi.Tests.Commands;

// The commands once more, on PostgreSQL.

public sealed class ExportCommandTestsOnPostgres : ExportCommandTests
{
    protected override string Engine => "postgres";
}

public sealed class ImportCommandTestsOnPostgres : ImportCommandTests
{
    protected override string Engine => "postgres";
}

public sealed class KeysCommandTestsOnPostgres : KeysCommandTests
{
    protected override string Engine => "postgres";
}

public sealed class ServeCommandTestsOnPostgres : ServeCommandTests
{
    protected override string Engine => "postgres";
}

public sealed class StoreCommandTestsOnPostgres : StoreCommandTests
{
    protected override string Engine => "postgres";
}
