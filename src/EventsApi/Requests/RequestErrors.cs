using EventsApi.Data.Model;

namespace EventsApi.Requests;

/// <summary>One thing wrong with a request: where, what was given, what is wrong, and what is allowed.</summary>
public sealed record RequestError(string Parameter, string? Value, string Message, IReadOnlyList<string>? Allowed = null, string? Suggestion = null);

/// <summary>Everything wrong with a request, so that a client hears of it at once.</summary>
public sealed class RequestErrors
{
    // A longer value says nothing more in an answer.
    private const int LongestEcho = 200;

    /// <summary>Errors that are told; each further one would only cost the search for its near match.</summary>
    public const int Most = 100;

    private readonly List<RequestError> _errors = [];

    public IReadOnlyList<RequestError> All => _errors;

    public bool IsFull => _errors.Count >= Most;

    public void Add(string parameter, string? value, string message, IReadOnlyList<string>? allowed = null, string? suggestion = null)
    {
        if (!IsFull)
        {
            _errors.Add(new RequestError(Echo(parameter), value is null ? null : Echo(value), message, allowed, suggestion));
        }
    }

    /// <summary>Reports a name or value that is none of the allowed ones, with the nearest of them.</summary>
    public void AddUnknown(string parameter, string? value, string what, IReadOnlyList<string> allowed)
    {
        if (IsFull)
        {
            return;
        }
        var nearest = Spelling.Nearest(value ?? parameter, allowed);
        Add(parameter, value, nearest is null ? $"Unknown {what}." : $"Unknown {what}; did you mean '{nearest}'?", allowed, nearest);
    }

    /// <summary>Takes over what is wrong with a part of the request that was read by itself.</summary>
    public void AddAll(RequestErrors part) => _errors.AddRange(part.All.Take(Most - _errors.Count));

    /// <exception cref="InvalidRequestException">When there is any error.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidRequestException(_errors);
        }
    }

    private static string Echo(string text) => text.Length > LongestEcho ? text[..LongestEcho] + "…" : text;
}

/// <summary>A request that cannot be answered as it stands.</summary>
public sealed class InvalidRequestException(IReadOnlyList<RequestError> errors)
    : Exception(string.Join(" ", errors.Select(error => $"{error.Parameter}: {error.Message}")))
{
    public IReadOnlyList<RequestError> Errors { get; } = errors;
}

/// <summary>Finds what somebody probably meant.</summary>
public static class Spelling
{
    // Beyond this a name is no near match but a guess.
    private const int LongestInput = 60;

    /// <summary>The candidate nearest to the text, or null when none is near.</summary>
    public static string? Nearest(string text, IEnumerable<string> candidates)
    {
        if (text.Length > LongestInput)
        {
            return null;
        }
        var folded = Folding.Fold(text);
        var best = candidates.Select(candidate => (candidate, distance: Distance(folded, Folding.Fold(candidate))))
            .OrderBy(pair => pair.distance).FirstOrDefault();
        if (best.candidate is not null && best.distance <= Math.Max(1, folded.Length / 3))
        {
            return best.candidate;
        }
        return folded.Length < 3 ? null : candidates.FirstOrDefault(candidate => Folding.Fold(candidate).StartsWith(folded, StringComparison.Ordinal));
    }

    // Levenshtein's distance with exchanged neighbours counted once.
    private static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }
            (before, last, row) = (last, row, before);
        }
        return last[b.Length];
    }
}
