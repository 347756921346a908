namespace EventsApi.Requests;

/// <summary>A request's body that is bounded and hashed while it is read.</summary>
internal sealed class MeasuredBody(Stream body, long maximum, ContentDigest digest) : Stream
{
    private long _length;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="BadHttpRequestException">413: the body is too long.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken);
        _length += read;
        if (_length > maximum)
        {
            throw TooLong(maximum);
        }
        digest.Add(buffer.Span[..read]);
        return read;
    }

    public static BadHttpRequestException TooLong(long maximum) =>
        new($"The body is longer than {maximum} bytes, the limit here; send it gzipped, or in parts.", StatusCodes.Status413PayloadTooLarge);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
