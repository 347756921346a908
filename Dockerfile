FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
# One architecture only: the packages bring native libraries for all of them.
RUN dotnet publish src/EventsApi -c Release --use-current-runtime --no-self-contained -o /app

# Ubuntu 24.04. The image has ICU and the user app, but neither curl nor wget.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libsqlite3-mod-spatialite \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" /data
WORKDIR /app
COPY --from=build /app .
# The program by itself listens on localhost only, which nobody outside the container reaches.
ENV ASPNETCORE_HTTP_PORTS=8080 \
    EventsApi__Database=/data/events.db
USER $APP_UID
VOLUME /data
EXPOSE 8080
# HTTP/1.0 needs no Host header, so the check passes whatever hosts are allowed.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$ASPNETCORE_HTTP_PORTS && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["dotnet", "EventsApi.dll"]
