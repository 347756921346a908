using EventsApi.Data.Storage;
using EventsApi.Hosting;

await using var app = Server.Build(args);
await app.Services.GetRequiredService<Database>().MigrateAsync(default);
await app.RunAsync();
