using System.Diagnostics;
using System.Globalization;

namespace EventsApi.Benchmarks;

/// <summary>What a process that has ended took.</summary>
/// <param name="Megabytes">The most memory it held at once (VmHWM); null where the system does not say.</param>
public sealed record Spent(double Seconds, double? Megabytes);

/// <summary>Other programs, run to their end or kept running. A shell sends their output to files, so that reading it costs us nothing.</summary>
public static class Child
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs a program to its end, its output in a file.</summary>
    /// <exception cref="InvalidOperationException">It failed, or did not end; the message has the end of its error output.</exception>
    public static async Task<Spent> RunAsync(string output, string program, params string[] arguments)
    {
        var errors = Path.GetTempFileName();
        try
        {
            var start = Stopwatch.GetTimestamp();
            using var process = Start(output, errors, program, arguments);
            var (peak, cpu) = ((double?)null, TimeSpan.Zero);
            while (!process.WaitForExit(Poll))
            {
                (peak, cpu) = (Peak(process.Id) ?? peak, Cpu(process) ?? cpu);
                if (Stopwatch.GetElapsedTime(start) > Patience)
                {
                    process.Kill();
                }
            }
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Lab.Say($"  {Path.GetFileName(program)} {Path.GetFileName(arguments[0])}: {seconds:0.0} s, {cpu.TotalSeconds:0.0} s of processor time, {peak:0} MB");
            return process.ExitCode == 0
                ? new Spent(seconds, peak)
                : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {string.Join('\n', (await File.ReadAllLinesAsync(errors)).TakeLast(5))}");
        }
        finally
        {
            File.Delete(errors);
        }
    }

    /// <summary>Starts a program that the caller ends.</summary>
    public static Process Start(string output, string errors, string program, params string[] arguments)
    {
        var info = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in (string[])["-c", "out=$1 err=$2; shift 2; exec \"$@\" >\"$out\" 2>\"$err\" </dev/null", "sh", output, errors, program, .. arguments])
        {
            info.ArgumentList.Add(argument);
        }
        return Process.Start(info)!;
    }

    /// <summary>What a short command says, or "" when there is no such program.</summary>
    public static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return text.Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }

    private static TimeSpan? Cpu(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null; // it ended in between
        }
    }

    private static double? Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null : double.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
        catch (IOException)
        {
            return null; // it ended in between, or there is no /proc
        }
    }
}
