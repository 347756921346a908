namespace EventsApi.Data.Imports;

/// <summary>How much a gzipped file may become: a bomb is a file that says little at great length.</summary>
/// <param name="Bytes">Most bytes when unpacked.</param>
/// <param name="Ratio">Most bytes for each byte of the file, once it is past <see cref="Harmless"/>.</param>
public sealed record UnpackingLimits(long Bytes, int Ratio)
{
    /// <summary>Bytes that any file may become.</summary>
    public const int Harmless = 10_000_000;

    /// <summary>For files of one's own.</summary>
    public static readonly UnpackingLimits None = new(long.MaxValue, int.MaxValue);
}

/// <summary>What a file unpacks to, up to its limits.</summary>
internal sealed class BoundedStream(Stream unpacked, PassStream packed, UnpackingLimits limits, string file) : ForwardStream
{
    private long _length;

    public override int Read(Span<byte> buffer)
    {
        var read = unpacked.Read(buffer);
        _length += read;
        if (_length > limits.Bytes)
        {
            throw new FileTooLargeException($"{file} unpacks to more than {limits.Bytes} bytes, the limit here.");
        }
        if (_length > UnpackingLimits.Harmless && _length / limits.Ratio > packed.Consumed)
        {
            throw new FileTooLargeException($"{file} unpacks to more than {limits.Ratio} times its length, the limit here.");
        }
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        unpacked.Dispose();
        base.Dispose(disposing);
    }
}
