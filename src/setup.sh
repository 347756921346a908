# Sourced by src/run and tests/run: what both need on the machine.
# Everything here speaks on stderr; stdout belongs to the command.

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Build servers would outlive the build, and hold the lock and the terminal.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0 # folding accents needs ICU, also where an image turns it off
# dotnet and NuGet keep their caches in the home directory; a service account may have none.
[ -w "${HOME:-}" ] || export DOTNET_CLI_HOME="$root/artifacts/home"

say() { printf '%s\n' "$@" >&2; }
stop() { say "$@"; exit 1; }

# One process at a time sets up or builds, where the system has flock (macOS has not).
lock() {
    mkdir -p "$root/artifacts"
    exec 9>"$root/artifacts/lock"
    command -v flock >/dev/null || return 0
    flock -n 9 || { say "Waiting for another set-up or build to end ..."; flock 9; }
}
unlock() { exec 9>&-; }

need_sdk() {
    # Where Microsoft's install script puts it without touching PATH.
    command -v dotnet >/dev/null || PATH=$PATH:${DOTNET_ROOT:-${HOME:-}/.dotnet}
    # The list comes from the native host, which starts without ICU; 'dotnet --version' does not.
    sdks=$(dotnet --list-sdks 2>/dev/null) || sdks=
    case $'\n'$sdks in *$'\n10.'*) return ;; esac
    stop "The .NET 10 SDK was not found. To install it:" \
        "  Ubuntu   sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0" \
        "  Fedora   sudo dnf install -y dotnet-sdk-10.0" \
        "  macOS    brew install --cask dotnet-sdk" \
        "  Debian and others   https://dotnet.microsoft.com/download/dotnet/10.0"
}

# has_library NAME...: one of the names is where the loader looks. Faster than asking it, and ldconfig may not be in PATH.
has_library() {
    local name directory file IFS=:
    for directory in /usr/lib /usr/lib64 /usr/lib/*-linux-gnu* /usr/local/lib /opt/homebrew/lib ${LD_LIBRARY_PATH:-}; do
        for name in "$@"; do
            for file in "$directory"/$name; do
                [ -e "$file" ] && return
            done
        done
    done
    return 1
}

# What is missing, as Debian's packages. .NET needs ICU even to build; SpatiaLite brings it along on Debian 12 and
# Ubuntu 24.04 but no longer on Debian 13. Its package carries its version, hence the pattern, which apt-get takes.
missing() {
    has_library mod_spatialite.so mod_spatialite.dylib || echo libsqlite3-mod-spatialite
    [ "$(uname)" = Darwin ] || has_library 'libicuuc.so.*' || echo '^libicu[0-9]+$'
}

apt_install() {
    local as=()
    [ "$(id -u)" = 0 ] || as=(sudo -n)
    # A third-party source that does not answer must not stop the installation of Debian's own package.
    "${as[@]}" apt-get update -qq || true
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"
}

need_libraries() {
    local packages
    [ -n "$(missing)" ] || return 0
    if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
        lock
        mapfile -t packages < <(missing)
        if [ "${#packages[@]}" -gt 0 ]; then
            say "Installing ${packages[*]} ..."
            apt_install "${packages[@]}" >"$root/artifacts/setup.log" 2>&1 </dev/null || cat "$root/artifacts/setup.log" >&2
        fi
        unlock
        [ -n "$(missing)" ] || return 0
    fi
    stop "SpatiaLite or ICU was not found. To install them:" \
        "  Debian, Ubuntu   sudo apt-get update && sudo apt-get install -y libsqlite3-mod-spatialite '^libicu[0-9]+\$'" \
        "  Fedora           sudo dnf install -y libspatialite libicu" \
        "  macOS            brew install libspatialite"
}
