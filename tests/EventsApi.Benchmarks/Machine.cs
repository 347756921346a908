namespace EventsApi.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static async Task<string> DescribeAsync()
    {
        var cpu = Line("/proc/cpuinfo", "model name") ?? System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        var sdk = await Child.OutputAsync("dotnet", "--version");
        return $"{cpu}, {Environment.ProcessorCount} cores, {memory:0} GB of memory, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET SDK {sdk}";
    }

    private static string? Line(string file, string name) => !File.Exists(file) ? null
        : File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
