namespace EventsApi.Data.Imports;

/// <summary>A stream that can only be read on; what derives from it reads spans.</summary>
internal abstract class ForwardStream : Stream
{
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Some bytes, then a stream.</summary>
internal sealed class PrefixedStream(byte[] prefix, Stream rest) : ForwardStream
{
    private int _used;

    public override int Read(Span<byte> buffer)
    {
        if (_used == prefix.Length)
        {
            return rest.Read(buffer);
        }
        var count = Math.Min(buffer.Length, prefix.Length - _used);
        prefix.AsSpan(_used, count).CopyTo(buffer);
        _used += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        rest.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>A seekable stream from its beginning, with a position of its own, so that several passes may be under way on one thread.</summary>
internal sealed class PassStream(Stream whole, CancellationToken token) : ForwardStream
{
    /// <summary>Bytes read so far.</summary>
    public long Consumed { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        token.ThrowIfCancellationRequested();
        whole.Position = Consumed;
        var count = whole.Read(buffer);
        Consumed += count;
        return count;
    }
}
