using System.Globalization;
using EventsApi.Data.Model;
using FluentValidation;

namespace EventsApi.Data.Imports;

/// <summary>What an event must fulfil, as far as its own row shows it; error codes are the ids of <see cref="Rules"/>.</summary>
internal sealed class EventRules : AbstractValidator<Draft>
{
    private static readonly Column[] Texts = [.. EventColumns.All.Where(column => column.IsText)];

    private readonly CountryOutlines _outlines;

    public EventRules(CountryOutlines outlines)
    {
        _outlines = outlines;
        RuleLevelCascadeMode = CascadeMode.Stop;
        Check(EventColumns.EventIdCnty, Rules.IdMissing, draft => draft.Event.EventIdCnty.Length > 0, _ => "The event has no id.");
        Check(EventColumns.EventIdCnty, Rules.IdMalformed, draft => draft.Event.EventIdCnty.Length == 0 || IsId(draft.Event.EventIdCnty),
            draft => $"'{Short(draft.Event.EventIdCnty)}' is not letters and digits, nor digits and letters.");
        Check(EventColumns.EventDate, Rules.DateMissing, draft => draft.Event.EventDate is not null, _ => "The event has no date.");
        Check(EventColumns.EventDate, Rules.DateFuture, draft => draft.Event.EventDate is not { } date || date <= draft.Latest,
            draft => string.Create(CultureInfo.InvariantCulture, $"{draft.Event.EventDate:yyyy-MM-dd} is in the future."));
        CheckKind();
        CheckPlace();
        CheckNumbers();
        Check(EventColumns.Inter1, Rules.InterUnknown, draft => IsInter(draft.Event.Inter1), draft => $"'{Short(draft.Event.Inter1!)}' is no kind of actor.");
        Check(EventColumns.Inter2, Rules.InterUnknown, draft => IsInter(draft.Event.Inter2), draft => $"'{Short(draft.Event.Inter2!)}' is no kind of actor.");
        // One rule for all texts: a rule for each would cost more than the rest together.
        RuleFor(draft => draft.Event).Custom(CheckLengths);
    }

    /// <summary>Letters and digits, or digits and letters, of ASCII: UGA7752, 1RTA.</summary>
    public static bool IsId(string id)
    {
        var letters = id.AsSpan().IndexOfAnyExceptInRange('A', 'Z');
        var digits = id.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return letters > 0 ? !id.AsSpan(letters).ContainsAnyExceptInRange('0', '9')
            : digits > 0 && !id.AsSpan(digits).ContainsAnyExceptInRange('A', 'Z');
    }

    private void CheckKind()
    {
        Check(EventColumns.EventType, Rules.EventTypeUnknown, draft => draft.Event.EventType is { } type && IsTerm(Codebook.EventType, type),
            draft => draft.Event.EventType is { } type ? $"'{Short(type)}' is no event type." : "The event has no event type.");
        Check(EventColumns.SubEventType, Rules.SubEventTypeUnknown,
            draft => draft.Event.SubEventType is not { } type || IsTerm(Codebook.SubEventType, type),
            draft => $"'{Short(draft.Event.SubEventType!)}' is no sub-event type.");
        Check(EventColumns.SubEventType, Rules.EventPairUnknown, draft => draft.Event is not { EventType: { } type, SubEventType: { } sub }
                || Codebook.FindKind(type, sub) is not null || !IsTerm(Codebook.EventType, type) || !IsTerm(Codebook.SubEventType, sub),
            draft => $"'{draft.Event.SubEventType}' does not belong to '{draft.Event.EventType}'.");
    }

    private void CheckPlace()
    {
        Check(EventColumns.Latitude, Rules.CoordinatesRange, draft => draft.Event.Latitude is null or (>= -90 and <= 90),
            _ => "The latitude is not between -90 and 90.");
        Check(EventColumns.Longitude, Rules.CoordinatesRange, draft => draft.Event.Longitude is null or (>= -180 and <= 180),
            _ => "The longitude is not between -180 and 180.");
        Check(EventColumns.Latitude, Rules.CoordinatesHalf, draft => draft.Event.Latitude is not null || draft.Event.Longitude is null,
            _ => "There is a longitude without a latitude.");
        Check(EventColumns.Longitude, Rules.CoordinatesHalf, draft => draft.Event.Longitude is not null || draft.Event.Latitude is null,
            _ => "There is a latitude without a longitude.");
        Check(EventColumns.Country, Rules.CountryUnusual, draft => draft.Event.Country is null || draft.Country is not null,
            draft => $"'{Short(draft.Event.Country!)}' is no country of the codebook.");
        Check(EventColumns.Country, Rules.CoordinatesOutside,
            draft => draft is not { Country: { } country, Event: { Latitude: { } latitude, Longitude: { } longitude } } || _outlines.MayContain(country, longitude, latitude),
            draft => string.Create(CultureInfo.InvariantCulture, $"{draft.Event.Latitude}, {draft.Event.Longitude} is outside {_outlines.Describe(draft.Country!)}."));
    }

    private void CheckNumbers()
    {
        Check(EventColumns.Fatalities, Rules.FatalitiesInvalid, draft => draft.Event.Fatalities is not < 0, _ => "Fatalities are negative.");
        Check(EventColumns.FatalitiesLow, Rules.FatalitiesInvalid, draft => draft.Event.FatalitiesLow is not < 0, _ => "The low estimate is negative.");
        Check(EventColumns.FatalitiesHigh, Rules.FatalitiesInvalid, draft => draft.Event.FatalitiesHigh is not < 0, _ => "The high estimate is negative.");
        Check(EventColumns.Fatalities, Rules.FatalitiesOrder, draft => InOrder(draft.Event),
            draft => $"Low {draft.Event.FatalitiesLow}, best {draft.Event.Fatalities}, high {draft.Event.FatalitiesHigh} are not in this order.");
        Check(EventColumns.TimePrecision, Rules.PrecisionUnknown, draft => draft.Event.TimePrecision is null or (>= 1 and <= 3), _ => "The precision is not 1, 2 or 3.");
        Check(EventColumns.GeoPrecision, Rules.PrecisionUnknown, draft => draft.Event.GeoPrecision is null or (>= 1 and <= 3), _ => "The precision is not 1, 2 or 3.");
    }

    private void Check(Column column, Rule rule, Func<Draft, bool> holds, Func<Draft, string> message) =>
        RuleFor(draft => draft).Must(holds).OverridePropertyName(column.Name).WithErrorCode(rule.Id).WithSeverity(rule.Severity).WithMessage(message);

    private static void CheckLengths(Event row, ValidationContext<Draft> context)
    {
        foreach (var column in Texts)
        {
            if (column.GetText(row) is { } text && text.Length > column.MaximumLength)
            {
                context.AddFailure(new FluentValidation.Results.ValidationFailure(column.Name,
                    $"The text is {text.Length} characters long; {column.MaximumLength} are allowed.")
                { ErrorCode = Rules.TextTooLong.Id });
            }
        }
    }

    // Missing estimates leave the others to compare: lifted comparisons with null are false.
    private static bool InOrder(Event row) =>
        !(row.FatalitiesLow > row.Fatalities || row.Fatalities > row.FatalitiesHigh || row.FatalitiesLow > row.FatalitiesHigh);

    private static bool IsInter(string? label) => label is null || IsTerm(Codebook.Inter, label);

    private static bool IsTerm(Vocabulary vocabulary, string text) => vocabulary.Find(text)?.Label == text;

    private static string Short(string value) => Conversions.Short(value);
}
