using System.Security.Cryptography;
using System.Text;
using EventsApi.Jobs;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace EventsApi.Requests;

/// <summary>
/// The file of an import as it arrives, the body itself or a part of a form, written to a file as it comes. Gzip stays
/// packed: the importer tells a packed file by its first bytes.
/// </summary>
internal sealed class ImportBody : IDisposable
{
    private const int LongestField = 10_000;
    private const int MostFields = 100;
    private const int LongestBoundary = 70; // RFC 2046 §5.1.1

    // What the importer reads; it finds out which of them by itself.
    private static readonly string[] Charsets = ["utf-8", "utf8", "us-ascii", "utf-16", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1"];

    private readonly FileStream _file;

    private ImportBody(FileStream file) => _file = file;

    /// <summary>What the sender calls the file.</summary>
    public string Name { get; private set; } = "body";

    public string Path => _file.Name;

    public long Length { get; private set; }

    /// <summary>SHA-256 of the file.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Whether the body is a form, whose fields are parameters as well.</summary>
    public static bool IsForm(HttpRequest request) => request.GetTypedHeaders().ContentType is { } type && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Receives the body; fields of a form are added to the parameters.</summary>
    /// <exception cref="BadHttpRequestException">It is too long, of a kind that is not read here, or cannot be kept.</exception>
    /// <exception cref="InvalidRequestException">Its digest or its form is wrong.</exception>
    public static async Task<ImportBody> ReceiveAsync(HttpContext http, RawRequest raw, JobFolder folder, Options options)
    {
        CheckHeaders(http.Request, options);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null; // ours is below
        }
        using var digest = ContentDigest.Read(http.Request);
        await using var measured = new MeasuredBody(http.Request.Body, options.MaximumImportBytes, digest);
        var body = new ImportBody(Create(folder));
        try
        {
            await (IsForm(http.Request) ? body.ReceiveFormAsync(http, measured, raw) : body.ReceiveAsync(measured, http.RequestAborted));
            digest.Check();
            body._file.Flush(flushToDisk: true); // what is answered for survives a power cut
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Removes the file unless it was moved to its place.</summary>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_file.Name);
    }

    private static void CheckHeaders(HttpRequest request, Options options)
    {
        if (request.ContentLength > options.MaximumImportBytes)
        {
            throw MeasuredBody.TooLong(options.MaximumImportBytes);
        }
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } coding && !new[] { "gzip", "x-gzip", "identity" }.Contains(coding.ToLowerInvariant()))
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "gzip";
            throw new BadHttpRequestException($"The body must be gzipped or not coded at all, not '{coding}'.", StatusCodes.Status415UnsupportedMediaType);
        }
        if (request.GetTypedHeaders().ContentType?.Charset.Value?.Trim('"') is { Length: > 0 } charset && !Charsets.Contains(charset.ToLowerInvariant()))
        {
            throw new BadHttpRequestException($"The charset '{charset}' is not read here; send UTF-8.", StatusCodes.Status415UnsupportedMediaType);
        }
    }

    private static FileStream Create(JobFolder folder)
    {
        try
        {
            return folder.Create();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotKeep(exception);
        }
    }

    private async Task ReceiveFormAsync(HttpContext http, MeasuredBody measured, RawRequest raw)
    {
        try
        {
            var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(http.Request.ContentType).Boundary).Value;
            var reader = new MultipartReader(boundary?.Length is > 0 and <= LongestBoundary ? boundary : throw new InvalidDataException($"It names no boundary, or one longer than {LongestBoundary} characters."), measured);
            var fields = 0;
            var found = false;
            while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
            {
                var disposition = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var parsed) ? parsed : throw new InvalidDataException("A part has no Content-Disposition.");
                if (!disposition.IsFileDisposition())
                {
                    raw.Add(disposition.Name.Value?.Trim('"') ?? "", [await FieldAsync(section, fields++, http.RequestAborted)]);
                    continue;
                }
                if (found)
                {
                    throw new InvalidDataException("It has more than one file.");
                }
                found = true;
                Name = Plain((disposition.FileNameStar.Value ?? disposition.FileName.Value ?? "").Trim('"'));
                await ReceiveAsync(section.Body, http.RequestAborted);
            }
            if (!found)
            {
                throw new InvalidDataException("It has no file.");
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw new BadHttpRequestException($"The form cannot be read: {(exception is IOException ? "it is cut off, or its boundary is not the one of Content-Type." : exception.Message)}", exception);
        }
    }

    private static async Task<string> FieldAsync(MultipartSection section, int before, CancellationToken token)
    {
        var buffer = new byte[LongestField + 1];
        var length = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, token);
        return length <= LongestField && before < MostFields ? Encoding.UTF8.GetString(buffer, 0, length)
            : throw new InvalidDataException($"It has more than {MostFields} fields, or one longer than {LongestField} bytes.");
    }

    private async Task ReceiveAsync(Stream content, CancellationToken token)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await content.ReadAsync(buffer, token)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            Length += read;
            try
            {
                await _file.WriteAsync(buffer.AsMemory(0, read), token);
            }
            catch (IOException exception)
            {
                throw CannotKeep(exception);
            }
        }
        Hash = Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    // It stands in messages and nowhere else.
    private static string Plain(string name)
    {
        var last = new string([.. name.Split('/', '\\')[^1].Where(letter => !char.IsControl(letter))]);
        return last.Length == 0 ? "file" : last.Length > 100 ? last[..100] : last;
    }

    private static BadHttpRequestException CannotKeep(Exception exception) =>
        new("The body cannot be kept: the server's disk is full, or it may not write there. Nothing was written.", StatusCodes.Status507InsufficientStorage, exception);
}
