namespace EventsApi.Benchmarks;

/// <summary>Repeated measurements of one thing.</summary>
public sealed class Samples
{
    private readonly List<double> _values = [];
    private bool _sorted = true;

    public int Count => _values.Count;

    public double Median => At(0.5);

    public double P95 => At(0.95);

    public double P99 => At(0.99);

    public void Add(double value)
    {
        _values.Add(value);
        _sorted = false;
    }

    public void Add(Samples others) => others._values.ForEach(Add);

    private double At(double share)
    {
        if (!_sorted)
        {
            _values.Sort();
            _sorted = true;
        }
        return _values[(int)Math.Min(_values.Count - 1, _values.Count * share)];
    }
}
