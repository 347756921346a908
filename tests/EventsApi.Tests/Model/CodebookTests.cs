using System.Globalization;
using EventsApi.Data.Model;
using Xunit;

namespace EventsApi.Tests.Model;

public class CodebookTests
{
    private static readonly IReadOnlyList<Vocabulary> Vocabularies = [.. EventColumns.All.Select(column => column.Vocabulary).OfType<Vocabulary>().Distinct()];

    public static TheoryData<string> Names => [.. Vocabularies.Select(vocabulary => vocabulary.Name).Distinct()];

    [Fact]
    public void It_has_twenty_five_kinds_of_event_and_forty_four_interactions()
    {
        Assert.Equal(25, Codebook.EventKinds.Count);
        Assert.Equal(6, Codebook.EventType.Terms.Count);
        Assert.Equal(44, Codebook.Interaction.Terms.Count);
        Assert.Equal(9, Codebook.ActorKinds.Count);
        Assert.Equal(36, EventColumns.All.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_label_code_and_alias_means_its_own_term(string name)
    {
        foreach (var term in Find(name).Terms)
        {
            Assert.All(Texts(term), text => Assert.Equal((text, term), (text, Find(name).Find(text))));
            Assert.All(Texts(term), text => Assert.Equal((text, term), (text, Find(name).Find(text.ToUpperInvariant()))));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_means_two_terms(string name)
    {
        var meanings = Find(name).Terms.SelectMany(term => Texts(term).Select(text => (Text: Folding.Fold(text), term)).Distinct());
        Assert.All(meanings.GroupBy(meaning => meaning.Text), group => Assert.Equal((group.Key, 1), (group.Key, group.Count())));
    }

    // The store sorts closed vocabularies as they are and free text folded; the two must not differ.
    [Fact]
    public void Labels_of_closed_vocabularies_sort_the_same_folded_or_not()
    {
        foreach (var column in EventColumns.All.Where(column => column.Closed))
        {
            Assert.Equal(column.Vocabulary!.Labels.Order(StringComparer.Ordinal), column.Vocabulary.Labels.OrderBy(Folding.Fold, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Every_pair_of_actor_kinds_has_its_interaction_in_either_order()
    {
        foreach (var one in Codebook.Inter.Labels)
        {
            Assert.Equal($"{one} only", Codebook.InteractionOf(one, null));
            Assert.Equal($"{one} only", Codebook.InteractionOf(null, one));
            foreach (var other in Codebook.Inter.Labels)
            {
                Assert.Equal(Codebook.InteractionOf(one, other), Codebook.InteractionOf(other, one));
                Assert.Contains(Codebook.InteractionOf(one, other), Codebook.Interaction.Labels);
            }
        }
        Assert.Null(Codebook.InteractionOf(null, null));
    }

    [Fact]
    public void A_country_is_found_by_name_number_letters_and_other_names()
    {
        Assert.All(["Mali", "mali", "466", "ML", "mli", "MÁLI"], text => Assert.Equal("Mali", Codebook.FindCountry(text)?.Name));
        Assert.Null(Codebook.FindCountry("Atlantis"));
        Assert.Null(Codebook.FindCountry(""));
        Assert.All(Codebook.Countries, country => Assert.Equal(country, Codebook.FindCountry(country.Name)));
        Assert.All(Codebook.Countries, country => Assert.Contains(country.Region, Codebook.Region.Labels));
    }

    [Fact]
    public void The_former_event_types_become_kinds_of_today()
    {
        foreach (var legacy in Codebook.LegacyEventKinds)
        {
            Assert.Contains(legacy.EventType, Codebook.EventType.Labels);
            Assert.True(legacy.SubEventType is null || Codebook.FindKind(legacy.EventType, legacy.SubEventType) is not null, legacy.ToString());
        }
    }

    [Fact]
    public void Every_column_s_example_is_a_value_of_it()
    {
        foreach (var column in EventColumns.All)
        {
            Assert.NotEmpty(column.Description);
            Assert.True(column.Type != ColumnType.Integer || long.TryParse(column.Example, CultureInfo.InvariantCulture, out _), column.Name);
            Assert.True(column.Type != ColumnType.Real || double.TryParse(column.Example, CultureInfo.InvariantCulture, out _), column.Name);
            Assert.True(column.Type != ColumnType.Date || DateOnly.TryParseExact(column.Example, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), column.Name);
            Assert.True(!column.Closed || column.Vocabulary!.Labels.Contains(column.Example), column.Name);
        }
    }

    private static Vocabulary Find(string name) => Vocabularies.First(vocabulary => vocabulary.Name == name);

    private static IEnumerable<string> Texts(Term term) =>
        term.Aliases.Append(term.Label).Append(term.Code?.ToString(CultureInfo.InvariantCulture) ?? "").Where(text => text.Length > 0);
}
