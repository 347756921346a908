# shellcheck shell=bash disable=SC2154 # root and logs are set by tests/run, which sources this
# Sourced by tests/run: a PostgreSQL with PostGIS of the tests' own, in a temporary directory, on a free port.

postgres_folder=
postgres_bin=
postgres_port=

# The newest server, 15 or later, that has PostGIS; empty when there is none.
find_postgres() {
    local version
    for version in $(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null | sort -rn); do
        if [ "$version" -ge 15 ] && [ -e "/usr/share/postgresql/$version/extension/postgis.control" ]; then
            echo "/usr/lib/postgresql/$version/bin"
            return
        fi
    done
}

# Debian's packages by their names without a number: 15 on Debian 12.
install_postgres() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; } || return 1
    say "Installing PostgreSQL and PostGIS ..."
    lock
    apt_install postgresql postgresql-postgis >"$root/artifacts/postgres-setup.log" 2>&1 </dev/null || cat "$root/artifacts/postgres-setup.log" >&2
    unlock
}

# initdb and the server refuse to run as root.
unprivileged() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi; }

free_port() {
    local port
    while port=$((20000 + RANDOM % 20000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    echo "$port"
}

# Starts the server and names it in EVENTS_API_TEST_POSTGRES. It keeps nothing, so it need not wait for the disk.
start_postgres() {
    postgres_bin=$(find_postgres)
    [ -n "$postgres_bin" ] || { install_postgres && postgres_bin=$(find_postgres); }
    [ -n "$postgres_bin" ] || return 1
    postgres_folder=$(mktemp -d)
    [ "$(id -u)" != 0 ] || chown nobody "$postgres_folder"
    postgres_port=$(free_port)
    unprivileged "$postgres_bin/initdb" -D "$postgres_folder/data" -U events --auth=trust -E UTF8 --locale=C.UTF-8 >"$logs/postgres.log" 2>&1 || return 1
    run_postgres >>"$logs/postgres.log" 2>&1 || return 1
    export EVENTS_API_TEST_POSTGRES="Host=127.0.0.1;Port=$postgres_port;Username=events"
}

run_postgres() {
    unprivileged "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -l "$postgres_folder/log" -w \
        -o "-p $postgres_port -k $postgres_folder -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300" start 9>&-
}

stop_postgres() {
    [ -n "$postgres_folder" ] || return 0
    unprivileged "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$postgres_folder"
}
