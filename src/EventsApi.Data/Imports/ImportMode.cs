namespace EventsApi.Data.Imports;

/// <summary>What becomes of events that the store holds.</summary>
public enum ImportMode
{
    /// <summary>A row of the same id replaces them.</summary>
    Upsert,

    /// <summary>They stay; a row of the same id that says something else is rejected.</summary>
    Insert,

    /// <summary>The file is the whole data set, or the part of it that <see cref="Coverage"/> says: as <see cref="Upsert"/>, and those of it that are not in the file are deleted.</summary>
    Replace,
}

/// <summary>With <see cref="ImportMode.Replace"/> more would be deleted than is let through unasked, or it is not known what.</summary>
public sealed class ReplaceRefusedException(string message) : Exception(message);
