using System.Threading.Channels;
using EventsApi.Data.Model;
using EventsApi.Data.Storage;
using FluentValidation;

namespace EventsApi.Data.Imports;

/// <summary>Stages the rows that are in order and counts what becomes of each.</summary>
internal sealed class Tally(Profile profile, Staging staging, Holdings? holdings, Coverage? coverage, Action<Reject>? onReject)
{
    private const int MaximumValue = 500;

    private readonly AttributesWriter _rows = new();
    private readonly SortedDictionary<string, long> _rules = new(StringComparer.Ordinal);
    private readonly List<Reject> _first = [];
    private string? _dataset;
    private bool _severalDatasets;
    private long _merged;
    private long _warned;

    public long Read { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>Events staged.</summary>
    public long Staged { get; private set; }

    /// <summary>The data set of all rows, or null when they have several or there are none.</summary>
    public string? OnlyDataset => _severalDatasets ? null : _dataset;

    /// <summary>The ids of rejected rows.</summary>
    public HashSet<string> RejectedIds { get; } = new(StringComparer.Ordinal);

    /// <summary>Rejected rows that are of nobody knows which event.</summary>
    public long RejectedWithoutId { get; private set; }

    public async Task AddAllAsync(ChannelReader<RowBatch> batches, IProgress<ImportProgress>? progress, long length, CancellationToken token)
    {
        await foreach (var batch in batches.ReadAllAsync(token))
        {
            await (holdings?.LoadAsync(batch) ?? Task.CompletedTask);
            foreach (var row in batch.Rows)
            {
                Add(row);
            }
            progress?.Report(new ImportProgress(ImportStage.Reading, Read, Rejected, batch.Position, length));
        }
    }

    public ImportReport Report(string dataset, MergeCounts counts, bool dryRun, bool refused) => new(
        profile.Name, dataset, Read, counts.Inserted, counts.Updated, counts.Unchanged, _merged, Rejected, _warned, dryRun, refused, _rules, _first)
    { Deleted = counts.Deleted };

    private void Add(CheckedRow row)
    {
        Read++;
        if (row.IsRejected)
        {
            Reject(row, row.Findings!);
            return;
        }
        if ((coverage?.Refuse(row.Event) ?? holdings?.Refuse(row.Event)) is { } refusal)
        {
            Reject(row, [refusal]);
            return;
        }
        if (staging.Add(row.Event) is { } earlier)
        {
            AddToEarlier(row, earlier);
            return;
        }
        Staged++;
        _severalDatasets |= _dataset is not null && _dataset != row.Event.Dataset;
        _dataset ??= row.Event.Dataset;
        CountWarnings(row);
    }

    private void AddToEarlier(CheckedRow row, Event earlier)
    {
        if (ActorRows.Merge(earlier, row.Event, profile.RowOnly) is not { } merged)
        {
            var id = row.Event.EventIdCnty;
            Reject(row, [new Finding(Rules.IdRepeated, EventColumns.EventIdCnty.Name, id, $"An earlier row of the file has the id {id}.")]);
            return;
        }
        _merged++;
        if (!ReferenceEquals(merged, earlier))
        {
            staging.Replace(merged);
        }
        CountWarnings(row);
    }

    private void CountWarnings(CheckedRow row)
    {
        if (row.Findings is null)
        {
            return;
        }
        _warned++;
        foreach (var finding in row.Findings)
        {
            Count(finding.Rule);
        }
    }

    private void Reject(CheckedRow row, IReadOnlyList<Finding> findings)
    {
        Rejected++;
        Note(row.Event.EventIdCnty);
        foreach (var finding in findings.Where(finding => finding.Rule.Severity == Severity.Error))
        {
            Count(finding.Rule);
            if (onReject is not null || _first.Count < Importer.ShownRejects)
            {
                Show(new Reject(row.Row.Number, row.Row.Line, finding.Column, Short(finding.Value), finding.Rule.Id, finding.Message,
                    row.Row.Raw ?? _rows.WriteRow(row.Row)));
            }
        }
    }

    private void Note(string id)
    {
        if (EventRules.IsId(id))
        {
            RejectedIds.Add(id);
        }
        else
        {
            RejectedWithoutId++;
        }
    }

    private void Show(Reject reject)
    {
        if (_first.Count < Importer.ShownRejects)
        {
            _first.Add(reject);
        }
        onReject?.Invoke(reject);
    }

    private void Count(Rule rule) => _rules[rule.Id] = _rules.GetValueOrDefault(rule.Id) + 1;

    private static string? Short(string? value) => value is { Length: > MaximumValue } ? value[..MaximumValue] : value;
}
