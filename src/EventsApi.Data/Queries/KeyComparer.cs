namespace EventsApi.Data.Queries;

/// <summary>Whether two groups have the same keys.</summary>
internal sealed class KeyComparer : IEqualityComparer<IReadOnlyList<object?>>
{
    public static readonly KeyComparer Instance = new();

    public bool Equals(IReadOnlyList<object?>? x, IReadOnlyList<object?>? y)
    {
        for (var i = 0; i < x!.Count; i++)
        {
            if (!Equals(x[i], y![i]))
            {
                return false;
            }
        }
        return x.Count == y!.Count;
    }

    public int GetHashCode(IReadOnlyList<object?> obj)
    {
        var hash = new HashCode();
        for (var i = 0; i < obj.Count; i++)
        {
            hash.Add(obj[i]);
        }
        return hash.ToHashCode();
    }
}
