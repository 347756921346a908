using System.Buffers.Text;
using System.Text;
using EventsApi.Data.Model;
using EventsApi.Data.Queries;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EventsApi.Tests.Queries;

public class CursorTests
{
    private static readonly IReadOnlyList<SortKey> Sort = EventQuery.TotalOrder(
    [
        new SortKey(EventColumns.Fatalities, true), new SortKey(EventColumns.Longitude, false),
        new SortKey(EventColumns.EventDate, false), new SortKey(EventColumns.Admin1, true),
    ]);

    private static readonly Gen<string> Texts = Gen.Elements("", "a", "é", "نص", "😀", "\"\\/", "\0", "\u2028", "‏", "é", " x ", new string('ع', 500));

    [Fact]
    public void Any_values_come_back_as_they_went()
    {
        var rows = from fatalities in Gen.OneOf(Gen.Constant((long?)null), Gen.Elements<long?>(0, -1, 1, long.MaxValue, long.MinValue, 1L << 53, (1L << 53) + 1))
                   from longitude in Gen.OneOf(Gen.Constant((double?)null), Gen.Elements<double?>(0, -0.0, 0.1, -180, 1e-300, double.Epsilon, double.MaxValue, 1.0 / 3), ArbMap.Default.GeneratorFor<NormalFloat>().Select(value => (double?)value.Get))
                   from date in Gen.OneOf(Gen.Elements(DateOnly.MinValue, DateOnly.MaxValue), Gen.Choose(0, 3_000_000).Select(DateOnly.FromDayNumber))
                   from admin in Gen.OneOf(Gen.Constant((string?)null), Texts.Select(text => (string?)text))
                   from id in Texts
                   select new Event { Fatalities = fatalities, Longitude = longitude, EventDate = date, Admin1 = admin, EventIdCnty = id };
        Prop.ForAll(rows.ToArbitrary(), row =>
        {
            var cursor = Cursor.After(Sort, row);
            return Cursor.TryParse(cursor.ToString(), Sort, out var read) && read.Values.SequenceEqual(cursor.Values) && read.Values.Count == 5;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void The_longest_names_of_several_columns_fit_in_a_token()
    {
        var sort = EventQuery.TotalOrder([new SortKey(EventColumns.Actor1, false), new SortKey(EventColumns.Actor2, false), new SortKey(EventColumns.Location, false)]);
        var name = new string('ع', EventColumns.Actor1.MaximumLength);
        var token = Cursor.After(sort, new Event { Actor1 = name, Actor2 = name, Location = name, EventIdCnty = "A1" }).ToString();
        Assert.True(Cursor.TryParse(token, sort, out _));
    }

    [Fact]
    public void A_token_stands_in_a_url_as_it_is() =>
        Assert.Matches("^[A-Za-z0-9_-]+$", Cursor.After(Sort, new Event { Admin1 = "é?&=ÿÿÿ", EventDate = DateOnly.MinValue, EventIdCnty = "A1" }).ToString());

    [Fact]
    public void Garbage_is_refused_and_never_an_exception()
    {
        var good = Cursor.After(Sort, new Event { EventDate = DateOnly.MinValue, EventIdCnty = "A1" }).ToString();
        var json = Gen.Elements("[", "]", ",", "null", "\"-fatalities,longitude,event_date,-admin1,-event_id_cnty\"", "1e999", "738000", "0", "99999999999999999999", "-1", "1.5", "\"\\ud800\"", "{}", "true", "\"x\"");
        var tokens = Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
            Gen.Choose(0, good.Length).Select(length => good[..length]),
            Gen.Choose(0, good.Length - 1).Zip(Gen.Elements("A_-=é+/ ".ToCharArray())).Select(pair => good[..pair.Item1] + pair.Item2 + good[(pair.Item1 + 1)..]),
            json.ListOf().Select(parts => Encode(string.Concat(parts))),
            json.ListOf(5).Select(parts => Encode($"[\"{string.Join(',', Sort)}\",{string.Join(',', parts)}]")),
            ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => Base64Url.EncodeToString(bytes)));
        // What is accepted must be a place in the order: a value of each key's type.
        Prop.ForAll(tokens.ToArbitrary(), token => !Cursor.TryParse(token, Sort, out var read) || FitsTheOrder(read)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void A_token_is_refused_for_another_order_and_when_it_is_too_long()
    {
        var token = Cursor.After(Sort, new Event { EventDate = DateOnly.MinValue, EventIdCnty = "A1" }).ToString();
        Assert.True(Cursor.TryParse(token, Sort, out _));
        Assert.False(Cursor.TryParse(token, [.. Sort.Skip(1)], out _));
        Assert.False(Cursor.TryParse(token, [.. Sort.Select(key => key with { Descending = !key.Descending })], out _));
        Assert.False(Cursor.TryParse(new string('A', Cursor.MaximumLength + 4), Sort, out _));
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static bool FitsTheOrder(Cursor cursor) => cursor.Values.Count == Sort.Count && Sort.Zip(cursor.Values).All(pair => pair.Second switch
    {
        null => pair.First.Column.Nullable,
        long => pair.First.Column.Type == ColumnType.Integer,
        double number => pair.First.Column.Type == ColumnType.Real && double.IsFinite(number),
        DateOnly => pair.First.Column.Type == ColumnType.Date,
        string => pair.First.Column.IsText,
        _ => false,
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cursor_of_buckets_cuts_long_texts_and_leaves_out_nothing_when_one_is_gone(bool descending)
    {
        // A pair of surrogates lies where the text is cut.
        var start = new string('غ', 59) + "😀" + new string('é', 100);
        List<string> names = ["", "a", start[..59], start + "a", start + "b", start + "c", "غ", "ي" + start];
        var group = Group.Find("location")!;
        var query = new AggregateQuery { GroupBy = [group], Metrics = [Metric.Events], Sort = [new BucketSort(group, null, descending)], Limit = 1 };
        List<Bucket> buckets = [.. names.Select(name => new Bucket([name], [1L]))];
        var order = BucketPage.Of(query with { Limit = 100 }, buckets).Rows.Select(bucket => (string)bucket.Keys[0]!).ToList();
        foreach (var (name, place) in order.SkipLast(1).Select((name, place) => (name, place)))
        {
            var token = new BucketCursor(query.Sort, [name]).ToString();
            Assert.InRange(token.Length, 1, 400);
            Assert.True(BucketCursor.TryParse(token, query.Sort, out var cursor));
            Assert.Equal(order[place + 1], Assert.Single(BucketPage.Of(query with { After = cursor }, buckets).Rows).Keys[0]);
            var left = BucketPage.Of(query with { After = cursor, Limit = 100 }, [.. buckets.Where(bucket => (string)bucket.Keys[0]! != name)]).Rows.Select(bucket => (string)bucket.Keys[0]!);
            Assert.Empty(order.Skip(place + 1).Except(left));
        }
    }
}
