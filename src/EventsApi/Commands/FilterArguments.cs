using EventsApi.Requests;

namespace EventsApi.Commands;

/// <summary>Filters as the command line has them: NAME=VALUE, names as in a query string.</summary>
internal static class FilterArguments
{
    /// <exception cref="UsageException">One is not of this form.</exception>
    public static void AddTo(RawRequest raw, IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
        {
            var split = argument.IndexOf('=', StringComparison.Ordinal);
            if (split < 1)
            {
                throw new UsageException($"'{argument}' is no filter: write NAME=VALUE, as in country=Mali.");
            }
            raw.Add(argument[..split], [argument[(split + 1)..]]);
        }
    }
}
