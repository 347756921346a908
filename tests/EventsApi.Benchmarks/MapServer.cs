using System.Diagnostics;

namespace EventsApi.Benchmarks;

/// <summary>MapServer's OGC API over the same SpatiaLite file, as CGI: a process for every page.</summary>
internal static class MapServer
{
    private const string Program = "/usr/lib/cgi-bin/mapserv";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static bool IsThere => File.Exists(Program);

    /// <summary>Features per second over so many pages of a thousand from the start, or as many as a minute allows.</summary>
    public static async Task<(double Rate, int Pages)> WalkAsync(Lab lab, int pages)
    {
        var (map, configuration) = (lab.FilePath("mapserver.map"), lab.FilePath("mapserver.conf"));
        await File.WriteAllTextAsync(map, Map(lab.Database));
        await File.WriteAllTextAsync(configuration, $"CONFIG\nENV\nMS_MAP_PATTERN \".\"\nEND\nMAPS\nevents \"{map}\"\nEND\nEND\n");
        var start = Stopwatch.GetTimestamp();
        var page = 0;
        while (page < pages && Stopwatch.GetElapsedTime(start) < Longest)
        {
            await Child.RunAsync("/dev/null", "env", $"MAPSERVER_CONFIG_FILE={configuration}", "REQUEST_METHOD=GET", "SERVER_NAME=localhost", "SERVER_PORT=80", "SCRIPT_NAME=/mapserv",
                "PATH_INFO=/events/ogcapi/collections/events/items", $"QUERY_STRING=f=json&limit=1000&offset={page * 1000}", Program);
            page++;
        }
        return (page * 1000 / Stopwatch.GetElapsedTime(start).TotalSeconds, page);
    }

    private static string Map(string database) => $"""
        MAP
          NAME "events"
          EXTENT -180 -90 180 90
          PROJECTION "init=epsg:4326" END
          WEB METADATA "ows_title" "events" "oga_onlineresource" "http://localhost/events/ogcapi" "oga_enable_request" "*" END END
          LAYER
            NAME "events" TYPE POINT STATUS ON TEMPLATE "none"
            CONNECTIONTYPE OGR CONNECTION "{database}" DATA "events"
            PROJECTION "init=epsg:4326" END
            METADATA "ows_title" "events" "gml_include_items" "all" "gml_featureid" "event_id_cnty" "gml_types" "auto" "oga_max_limit" "10000" "ows_extent" "-180 -90 180 90" END
          END
        END

        """;
}
