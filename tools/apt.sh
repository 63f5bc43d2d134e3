#!/bin/sh
# Installs Debian packages, as root, without starting or setting up the servers in them:
# Govdesk runs private ones, and a machine's own services are none of its business.
set -eu

policy=/usr/sbin/policy-rc.d
no_cluster=/etc/postgresql-common/createcluster.d/govdesk-setup.conf
log=$(mktemp)
kept=

tidy() {
    status=$?
    rm -f "$no_cluster"
    # Its folder may be ours alone, when PostgreSQL is not installed.
    dpkg -s postgresql-common >/dev/null 2>&1 || rmdir -p --ignore-fail-on-non-empty "$(dirname "$no_cluster")"
    if [ -n "$kept" ]; then
        rm -f "$policy"
        [ "$kept" = none ] || mv "$kept" "$policy"
    fi
    [ "$status" = 0 ] || cat "$log" >&2
    rm -f "$log"
    exit "$status"
}

# Exit status 101 of this file means "not allowed": Debian asks it before any service is started.
forbid_services() {
    if [ -x "$policy" ] && ! "$policy" slapd start >/dev/null 2>&1; then
        return # whoever set this machine up forbids it already
    fi
    kept=none
    if [ -e "$policy" ]; then
        kept=$policy.before-govdesk
        mv "$policy" "$kept"
    fi
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
}

forbid_databases() {
    mkdir -p "$(dirname "$no_cluster")"
    echo "create_main_cluster = false" >"$no_cluster"
    if ! dpkg -s slapd >/dev/null 2>&1; then
        echo "slapd slapd/no_configuration boolean true" | debconf-set-selections
    fi
}

# Samba's package also brings a file server, which would be up after the machine's next start. Who wants one:
# systemctl unmask smbd nmbd samba-ad-dc
forbid_file_server() {
    case " $* " in *" samba"*) ;; *) return 0 ;; esac
    if dpkg -s samba >/dev/null 2>&1 || [ ! -d /etc/systemd/system ]; then
        return 0 # it is somebody's own, or there is nothing that would start it
    fi
    for unit in smbd nmbd samba-ad-dc; do
        [ -L "/etc/systemd/system/$unit.service" ] || ln -s /dev/null "/etc/systemd/system/$unit.service"
    done
}

install() {
    apt-get install --yes --quiet --no-install-recommends "$@" >>"$log" 2>&1
}

export DEBIAN_FRONTEND=noninteractive
trap tidy EXIT
trap 'exit 130' INT TERM HUP

forbid_services
forbid_databases
forbid_file_server "$@"
# The lists of packages are only fetched when those at hand are missing or too old.
install "$@" || { apt-get update --quiet >>"$log" 2>&1 && install "$@"; }
