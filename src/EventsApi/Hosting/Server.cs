using System.Net;
using EventsApi.Access;
using EventsApi.Compatibility;
using EventsApi.Compatibility.Acled;
using EventsApi.Contract;
using EventsApi.Data.Columns;
using EventsApi.Data.Office;
using EventsApi.Data.Storage;
using EventsApi.Endpoints;
using EventsApi.Jobs;
using EventsApi.Ogc;
using EventsApi.Representations;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging.Console;

namespace EventsApi.Hosting;

/// <summary>Puts the server together: settings, logging, middleware in order, routes.</summary>
public static class Server
{
    /// <summary>How long a server that ends lets its clients finish; Docker waits ten seconds before it kills.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    private const string DefaultUrl = "http://localhost:8080";

    // Queries on SQLite run on the calling thread; the pool must not wait half a second for each further one.
    private const int ThreadsForQueries = 64;

    /// <param name="arguments">As ASP.NET reads them: <c>--urls</c>, <c>--EventsApi:Sample=false</c> …</param>
    public static WebApplication Build(string[] arguments)
    {
        var builder = Builder(arguments);
        var options = Options.Read(builder.Configuration);
        ConfigureLogging(builder);
        ConfigureKestrel(builder);
        ConfigureServices(builder, options);
        var app = builder.Build();
        UseMiddleware(app, options);
        app.MapEvents();
        app.MapHistory();
        app.MapImports();
        app.MapEdits();
        app.MapAggregates();
        app.MapReference();
        app.MapBoundaries();
        app.MapHealth();
        app.MapContract();
        app.MapOgc();
        foreach (var facade in Facade.All)
        {
            facade.Map(app);
        }
        app.UseEndpoints(static _ => { }); // makes the routes known before the server starts, for the openapi command
        return app;
    }

    /// <summary>The settings alone, for commands that serve nothing.</summary>
    public static IConfiguration Configuration(string[] arguments) => Builder(arguments).Configuration;

    private static WebApplicationBuilder Builder(string[] arguments) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });

    private static void ConfigureLogging(WebApplicationBuilder builder)
    {
        // stdout carries a command's result and nothing else.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a start that failed is said once, in a sentence
    }

    private static void ConfigureKestrel(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"])
            && string.IsNullOrEmpty(builder.Configuration["https_ports"]) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = ProblemMiddleware.LongestUrl * 4;
            kestrel.Limits.MaxRequestBufferSize = Math.Max(kestrel.Limits.MaxRequestBufferSize ?? 0, ProblemMiddleware.LongestUrl * 8);
        });
    }

    private static void ConfigureServices(WebApplicationBuilder builder, Options options)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, ThreadsForQueries), ports);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Grace);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(_ => Database.Open(options.Database));
        builder.Services.AddSingleton(_ => OfficeStore.Open(options.Database));
        builder.Services.AddSingleton<RateLimits>();
        builder.Services.AddSingleton<KeyUses>();
        builder.Services.AddHostedService(services => services.GetRequiredService<KeyUses>());
        builder.Services.AddSingleton(_ => new JobFolder(options.ImportFolder));
        builder.Services.AddSingleton<ImportDesk>();
        builder.Services.AddSingleton<ImportRegister>();
        builder.Services.AddSingleton<ImportRunner>();
        builder.Services.AddHostedService<ImportWorker>();
        builder.Services.AddSingleton<ImportAnswer>();
        builder.Services.AddSingleton<CountMemory>();
        builder.Services.AddSingleton(new Remembered<IReadOnlyList<DatasetSummary>>(session => session.DatasetsAsync()));
        builder.Services.AddSingleton(new Remembered<DataExtent>(session => session.ExtentAsync()));
        builder.Services.AddSingleton(new Remembered<IReadOnlyList<BoundarySummary>>(session => session.BoundariesAsync()));
        builder.Services.AddSingleton<ColumnMemory>();
        builder.Services.AddHostedService<ColumnKeeper>();
        builder.Services.AddSingleton<VersionWatch>();
        builder.Services.AddSingleton<EventAnswer>();
        builder.Services.AddSingleton<RevisionsAnswer>();
        builder.Services.AddSingleton<ChangesAnswer>();
        builder.Services.AddSingleton<BoundaryAnswer>();
        builder.Services.AddSingleton<Figures>();
        builder.Services.AddSingleton<AggregateAnswer>();
        builder.Services.AddSingleton<FacetAnswer>();
        builder.Services.AddSingleton<ItemsAnswer>();
        foreach (var facade in Facade.All)
        {
            facade.AddServices(builder.Services);
        }
        builder.Services.AddResponseCompression(compression =>
        {
            // Nothing secret is in an answer that an attacker could measure by its length.
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. EventFormat.All.SelectMany(format => format.Accepted), Problems.MediaType, ContractEndpoints.MediaType, OgcLinks.Schema, "text/html", "text/css", "application/javascript", "text/javascript", "application/xml", "text/plain"];
        });
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .AllowAnyOrigin().AllowAnyHeader().WithMethods("GET", "HEAD", "POST", "PUT", "DELETE").WithExposedHeaders("Link", "Location", "ETag", "Retry-After", "RateLimit", "RateLimit-Policy", "Content-Crs", AcledLead.MessageHeader)));
        builder.Services.AddContract();
    }

    private static void UseMiddleware(WebApplication app, Options options)
    {
        if (options.KnownProxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All };
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (var proxy in options.KnownProxies)
            {
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
            }
            app.UseForwardedHeaders(forwarded);
        }
        app.UseMiddleware<RequestLog>();
        app.UseResponseCompression();
        app.UseCors(); // before the problems, which pages of other origins must be able to read as well
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<HeadMiddleware>();
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
    }
}
