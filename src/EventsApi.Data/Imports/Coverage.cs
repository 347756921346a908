using EventsApi.Data.Model;
using EventsApi.Data.Queries;

namespace EventsApi.Data.Imports;

/// <summary>The part of a data set that a file is the whole of, for <see cref="ImportMode.Replace"/>.</summary>
/// <param name="Where">What an event of it is; asks for nothing but the row (<see cref="RowTruth"/>).</param>
/// <param name="Text">The same as it was asked for, for messages: <c>country=Mali&amp;year=2022</c>.</param>
public sealed record Coverage(Predicate Where, string Text)
{
    /// <summary>What is wrong with a row that lies elsewhere; null when it does not.</summary>
    internal Finding? Refuse(Event row) => Where.Holds(row) == true ? null
        : new Finding(Rules.OutsideFilter, null, row.EventIdCnty, $"{row.EventIdCnty} lies outside of {Text}, which the file is to be the whole of.");
}
