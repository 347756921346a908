using System.Globalization;

namespace EventsApi.Jobs;

/// <summary>Where bodies wait until they are imported, and rejected rows stay; a folder beside the database unless the setting names one.</summary>
internal sealed class JobFolder(string path)
{
    private const string Arriving = ".arriving";

    /// <summary>Path of the body of an import.</summary>
    public string Body(long id) => File(id, "body");

    /// <summary>The imports whose bodies are here.</summary>
    public IEnumerable<long> Bodies() => Directory.GetFiles(path, "*.body").Select(file => long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0);

    /// <summary>Path of the rejected rows of an import.</summary>
    public string Rejects(long id) => File(id, "rejects.csv");

    /// <summary>A file that nobody else has, for a body that arrives.</summary>
    public FileStream Create()
    {
        Directory.CreateDirectory(path);
        return new FileStream(Path.Combine(path, Guid.NewGuid().ToString("N") + Arriving), FileMode.CreateNew, FileAccess.ReadWrite);
    }

    /// <summary>The right to work on what waits here: one process has it, until it ends or gives it back; null when another has.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Nobody may write there.</exception>
    public IDisposable? TryOccupy()
    {
        Directory.CreateDirectory(path);
        var place = Path.Combine(path, "lock");
        try
        {
            return new FileStream(place, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (System.IO.File.Exists(place))
        {
            return null;
        }
    }

    /// <summary>Removes what arrived for a server that is no more.</summary>
    public void Clean()
    {
        foreach (var file in Directory.GetFiles(path, "*" + Arriving).Where(file => System.IO.File.GetLastWriteTimeUtc(file) < DateTime.UtcNow.AddDays(-1)))
        {
            System.IO.File.Delete(file);
        }
    }

    private string File(long id, string kind) => Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{id}.{kind}"));
}
