using EventsApi.Data.Imports;
using Xunit;

namespace EventsApi.Tests.Imports;

/// <summary>Header variants of real files, and where their columns go.</summary>
public class HeaderTests(TestStore importing) : IClassFixture<TestStore>
{
    [Fact]
    public async Task Acled_of_2016()
    {
        var row = await importing.OneAsync(
            "GWNO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,INTER1,ACTOR2,ALLY_ACTOR_2,INTER2,INTERACTION,COUNTRY,ADMIN1,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,NOTES,FATALITIES\r\n"
            + "432,77mli,77,31/01/2016,2016,1,Riots/Protests,Rioters (Mali),Youth (Mali),5,Police,,1,15,Mali,Gao,Gao,16.27,-0.04,1,AFP,\"Line\r\nbreak\",0\r\n");
        Assert.Equal(("77MLI", new DateOnly(2016, 1, 31), "Riots", (string?)null), (row.EventIdCnty, row.EventDate, row.EventType, row.SubEventType));
        Assert.Equal(("Rioters", "State forces", "State forces-Rioters", "Youth (Mali)"), (row.Inter1, row.Inter2, row.Interaction, row.AssocActor1));
        Assert.Equal((466L, "Western Africa", "Line\r\nbreak"), (row.Iso, row.Region, row.Notes));
        Assert.Equal("""{"EVENT_ID_NO_CNTY":"77","EVENT_TYPE":"Riots/Protests","GWNO":"432"}""", row.Attributes);
    }

    [Theory]
    [InlineData("iso3", "MLI")]
    [InlineData("iso2", "ML")]
    [InlineData("iso", "466")]
    [InlineData("gwno", "432.0")]
    [InlineData("country", "MALI")]
    [InlineData("country", "Mali")]
    public async Task The_country_comes_from_any_code(string column, string value)
    {
        var row = await importing.OneAsync($"event_id_cnty,event_date,event_type,{column}\nTST1,2022-03-04,Battles,{value}\n");
        Assert.Equal(("Mali", 466L, "Western Africa"), (row.Country, row.Iso, row.Region));
        Assert.Equal(column is "country" or "iso" ? null : $$"""{"{{column}}":"{{value}}"}""", row.Attributes);
    }

    [Fact]
    public async Task A_country_by_another_name_keeps_it()
    {
        var row = await importing.OneAsync(Importing.Csv(("country", "DR Congo (Zaire)"), ("latitude", "-1.5"), ("longitude", "29")));
        Assert.Equal(("Democratic Republic of Congo", """{"country":"DR Congo (Zaire)"}"""), (row.Country, row.Attributes));
    }

    [Fact]
    public async Task A_foreign_timestamp_is_an_attribute()
    {
        var row = await importing.OneAsync(Importing.Csv(("timestamp", "1649000000"), ("data_id", "8"), ("empty", ""), ("na", "NA"), ("Zone", "b"), ("iso3", "MLI")));
        Assert.Equal("""{"Zone":"b","data_id":"8","iso3":"MLI","timestamp":"1649000000"}""", row.Attributes);
        Assert.True(row.Timestamp >= Importing.Now.ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData(",event_id_cnty,event_date,event_type,country\n0,TST1,2022-03-04,Battles,Mali\n", null)]
    [InlineData("Unnamed: 0,event_id_cnty,event_date,event_type,country\n0,TST1,2022-03-04,Battles,Mali\n", null)]
    [InlineData("event_id_cnty,event_date,event_type,country\nTST1,2022-03-04,Battles,Mali,\n", null)]
    [InlineData("event_id_cnty,event_date,event_type,country,,\nTST1,2022-03-04,Battles,Mali\n", null)]
    [InlineData("event_id_cnty,event_date,,event_type,country\nTST1,2022-03-04,x,Battles,Mali\n", """{"column_3":"x"}""")]
    [InlineData("event_id_cnty,event_date,event_type,country,a,a\nTST1,2022-03-04,Battles,Mali,x,y\n", """{"a":"x","a_2":"y"}""")]
    [InlineData("event_id_cnty,event_date,event_type,country\n#event+code,#date,,#country\nTST1,2022-03-04,Battles,Mali\n", null)]
    [InlineData("\n\nevent_id_cnty,event_date,event_type,country\n\nTST1,2022-03-04,Battles,Mali\n\n", null)]
    [InlineData(" Event ID Cnty ,Event Date,event-type,COUNTRY\nTST1,2022-03-04,Battles,Mali\n", null)]
    public async Task Stray_cells_do_no_harm(string file, string? attributes)
    {
        var row = await importing.OneAsync(file);
        Assert.Equal(("TST1", "Mali", attributes), (row.EventIdCnty, row.Country, row.Attributes));
    }

    [Theory]
    [InlineData("id,year,type_of_violence,side_a,side_b,country,date_start,best,high,low\n15960.0,2015,3,Government of Mali,Civilians,Mali,2015-04-09 00:00:00.000,2,3,1\n")]
    [InlineData(",id,date_start,type_of_violence,side_a,side_b,country,low_est,best_est,high_est\n7,15960,2015-04-09T00:00:00,One-sided violence,Government of Mali,Civilians,Mali,1,2,3\n")]
    [InlineData("ID;Year;Month;Day;Type_of_violence;Side_A;Side_B;Country;low_death;best_death;high_death\n15960.0;2015;4;9;one-sided violence;Government of Mali;Civilians;Mali;1;2.0;3\n")]
    [InlineData("id,date_start,type_of_violence,side_a,side_b,country_id,low,best,high\n1,04/13/2015 00:00:00,1,A,B,432,0,0,0\n15960,04/09/2015 00:00:00,3.0,Government of Mali,Civilians,432,1,2,3\n")]
    public async Task Ucdp_variants(string file)
    {
        var (report, store) = await importing.RunAsync(file);
        Assert.Equal(("ucdp-ged", 0), (report.Profile, report.Rejected));
        var row = store.Events["UCDP15960"];
        Assert.Equal((new DateOnly(2015, 4, 9), 2015L, "Mali", 466L), (row.EventDate, row.Year, row.Country, row.Iso));
        Assert.Equal(("Political violence", "Violence against civilians", "Attack", "Civilian targeting"), (row.DisorderType, row.EventType, row.SubEventType, row.CivilianTargeting));
        Assert.Equal(("State forces", "Civilians", "State forces-Civilians"), (row.Inter1, row.Inter2, row.Interaction));
        Assert.Equal((1L, 2L, 3L), (row.FatalitiesLow, row.Fatalities, row.FatalitiesHigh));
        Assert.Contains("type_of_violence", row.Attributes, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("1", "Government of X", "State forces", "Rebel group")]
    [InlineData("2", "Group", "Rebel group", "Rebel group")]
    [InlineData("3", "Group", "Rebel group", "Civilians")]
    public async Task Ucdp_actors(string type, string side, string inter1, string inter2)
    {
        var row = await importing.OneAsync(
            $"id,date_start,type_of_violence,side_a,side_b,best,where_prec,date_prec,source_office,where_description\n1,2015-04-09,{type},{side},B,0,7,5,\"A;B \",There\n");
        Assert.Equal((inter1, inter2, 3L, 3L, "A; B", "There"), (row.Inter1, row.Inter2, row.GeoPrecision, row.TimePrecision, row.Source, row.Notes));
        Assert.Equal($$"""{"date_prec":"5","type_of_violence":"{{type}}","where_prec":"7"}""", row.Attributes);
    }

    [Fact]
    public async Task Our_own_export_keeps_data_set_and_attributes()
    {
        const string File = "event_id_cnty,event_date,event_type,dataset,attributes,timestamp,extra\nTST1,2022-03-04,Battles,first,\"{\"\"b\"\": 1,\"\"a\"\":\"\"x\"\"}\",5,y\nTST2,2022-03-04,Battles,second,,5,\n";
        var (report, store) = await importing.RunAsync(File);
        Assert.Equal(("events", "events"), (report.Profile, report.Dataset));
        Assert.Equal(("first", """{"a":"x","b":1,"extra":"y"}"""), (store.Events["TST1"].Dataset, store.Events["TST1"].Attributes));
        Assert.Equal(("second", null), (store.Events["TST2"].Dataset, store.Events["TST2"].Attributes));
        (report, store) = await importing.RunAsync(File, new ImportRequest("test.csv") { Dataset = "mine" });
        Assert.Equal(("mine", "mine"), (report.Dataset, store.Events["TST2"].Dataset));
    }

    [Fact]
    public async Task A_wrong_profile_says_what_is_missing()
    {
        var error = await Assert.ThrowsAsync<UnreadableFileException>(
            () => importing.RunAsync(Importing.Csv(), new ImportRequest("test.csv") { Profile = "ucdp-ged" }));
        Assert.Contains("ucdp-ged needs id, type_of_violence, side_a, side_b, date_start or year", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => importing.RunAsync(Importing.Csv(), new ImportRequest("test.csv") { Profile = "other" }));
    }

    [Fact]
    public void Profiles_name_what_there_is()
    {
        Assert.Equal(["acled", "events", "ucdp-ged"], Profile.All.Select(profile => profile.Name));
        Assert.Same(Profile.All[0], Profile.Find("ACLED"));
    }
}
