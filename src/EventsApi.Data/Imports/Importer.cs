using System.Threading.Channels;
using EventsApi.Data.Storage;

namespace EventsApi.Data.Imports;

/// <summary>
/// Reads a file into the store: one thread reads, converts and checks, another stages; then one transaction. Memory
/// does not grow with the file.
/// </summary>
public sealed class Importer(Database database, TimeProvider? clock = null)
{
    /// <summary>How many rejects a report shows.</summary>
    public const int ShownRejects = 20;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Imports one file whole, or nothing of it.</summary>
    /// <param name="stream">The file; it is read several times when it can seek, else copied to a temporary file first.</param>
    /// <param name="onReject">Gets every reject, in the file's order.</param>
    /// <exception cref="UnreadableFileException">The file is not what it should be; nothing was written.</exception>
    /// <exception cref="ReplaceRefusedException">It would delete too much; nothing was written.</exception>
    /// <exception cref="OvertakenException">Somebody else wrote meanwhile, and what was read of the store counts; nothing was written, try again.</exception>
    public async Task<ImportReport> RunAsync(
        ImportRequest request, Stream stream, Action<Reject>? onReject = null, IProgress<ImportProgress>? progress = null, CancellationToken token = default)
    {
        using var file = await SourceFile.OpenAsync(stream, request.FileName, request.Limits, token);
        try
        {
            var start = _clock.GetTimestamp();
            var report = await RunAsync(request, file, onReject, progress, token);
            ImportMetrics.Record(report, _clock.GetElapsedTime(start));
            return report;
        }
        catch (InvalidDataException exception)
        {
            throw file.Broken(exception);
        }
    }

    private async Task<ImportReport> RunAsync(
        ImportRequest request, SourceFile file, Action<Reject>? onReject, IProgress<ImportProgress>? progress, CancellationToken token)
    {
        var profile = ChooseProfile(request, file);
        var outlines = await OutlinesAsync(token);
        await using var staging = await database.StageAsync(token);
        // What is written depends on what is stored: both must be of one version.
        await using var session = Holdings.AreNeeded(request) || request.Mode == ImportMode.Replace ? await database.ReadAsync(token) : null;
        staging.MayHoldReaders = request.MayHoldReaders;
        staging.Expected = request.Expected ?? session?.Newest;
        var tally = new Tally(profile, staging, session is not null && Holdings.AreNeeded(request) ? new Holdings(session, request) : null, request.Coverage, onReject);
        await StageAsync(new CheckedRows(request, profile, file, Latest(), outlines), file, tally, progress, token);
        var dataset = request.Dataset ?? tally.OnlyDataset ?? profile.Name;
        if (request.Strict && tally.Rejected > 0)
        {
            return tally.Report(dataset, new MergeCounts(0, 0, 0), request.DryRun, refused: true);
        }
        if (request.Mode == ImportMode.Replace)
        {
            await Absence.StageAsync(session!, staging, tally, dataset, request);
        }
        var merging = progress is null ? null : new Forward(rows =>
            progress.Report(new ImportProgress(ImportStage.Merging, tally.Read, tally.Rejected, rows, tally.Staged * 2)));
        var counts = await staging.MergeAsync(_clock.GetUtcNow().ToUnixTimeSeconds(), merging, token);
        if (request.DryRun)
        {
            return tally.Report(dataset, counts, dryRun: true, refused: false);
        }
        var recorded = await staging.CommitAsync(
            new Attribution(request.Licence, request.Citation, request.Url), request.Origin.Of(request.Operation) with { Dataset = dataset }, token);
        return tally.Report(dataset, counts, dryRun: false, refused: false) with { Recorded = recorded };
    }

    private static Profile ChooseProfile(ImportRequest request, SourceFile file)
    {
        var names = FirstNames(file);
        if (request.Profile.Equals(ImportRequest.AutoProfile, StringComparison.OrdinalIgnoreCase))
        {
            return Profile.Recognise(names, file.Name);
        }
        var profile = Profile.Find(request.Profile) ?? throw new ArgumentException(
            $"There is no profile '{request.Profile}'; there are {string.Join(", ", Profile.All.Select(known => known.Name))}.", nameof(request));
        return profile.Missing(names).Count == 0 ? profile : throw new UnreadableFileException($"{file.Name} does not fit: {profile.Lack(names)}.");
    }

    // JSON has no header: the first readable row stands for it.
    private static List<string> FirstNames(SourceFile file)
    {
        using var rows = file.OpenRows(out _);
        var isEmpty = true;
        while (rows.Names.Count == 0 && rows.Read() is not null)
        {
            isEmpty = false;
        }
        return rows.Names.Count == 0 && isEmpty ? throw new UnreadableFileException($"{file.Name} holds no rows.") : [.. rows.Names];
    }

    private async Task<CountryOutlines> OutlinesAsync(CancellationToken token)
    {
        await using var session = await database.ReadAsync(token);
        return await CountryOutlines.ReadAsync(session);
    }

    private static async Task StageAsync(CheckedRows rows, SourceFile file, Tally tally, IProgress<ImportProgress>? progress, CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var channel = Channel.CreateBounded<RowBatch>(new BoundedChannelOptions(4) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => rows.WriteToAsync(channel.Writer, stop.Token), CancellationToken.None);
        var staging = Task.Run(() => tally.AddAllAsync(channel.Reader, progress, file.Length, stop.Token), CancellationToken.None);
        // Whichever fails first stops the other; its error is the one that counts.
        var first = await Task.WhenAny(reading, staging);
        if (!first.IsCompletedSuccessfully)
        {
            await stop.CancelAsync();
        }
        await Task.WhenAll(reading, staging).ContinueWith(_ => { }, TaskScheduler.Default);
        await first;
        await Task.WhenAll(reading, staging);
    }

    // Somewhere on earth it is tomorrow already.
    private DateOnly Latest() => DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime).AddDays(1);

    private sealed class Forward(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
