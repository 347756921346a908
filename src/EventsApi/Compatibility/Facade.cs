using EventsApi.Compatibility.Acled;
using EventsApi.Compatibility.Hapi;
using EventsApi.Compatibility.Ucdp;
using EventsApi.Contract;

namespace EventsApi.Compatibility;

/// <summary>Another service's API over the events of this one, for clients made for that: its document, its routes, what they need.</summary>
internal sealed record Facade(ContractDocument Document, Action<IEndpointRouteBuilder> Map, Action<IServiceCollection> AddServices)
{
    public static IReadOnlyList<Facade> All { get; } = [AcledEndpoints.Facade, UcdpEndpoints.Facade, HapiEndpoints.Facade];
}
