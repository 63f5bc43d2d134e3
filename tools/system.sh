#!/bin/sh
# Installs the Debian packages that are missing: `system.sh run` or `system.sh test`.
# Says nothing and costs nothing when none is.
set -eu

here=$(dirname "$0")
missing=

# want PACKAGE TEST...: the package is missing unless the test succeeds.
want() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

server() { # Servers lie in /usr/sbin, which is not on everybody's PATH.
    PATH="$PATH:/usr/sbin:/sbin" command -v "$1"
}

python_has() {
    "$(PYTHON=${PYTHON:-} sh "$here/python.sh")" -c "$1"
}

needed_to_run() {
    want openssl command -v openssl
    want ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
    want python3-venv python_has "import ensurepip, venv"
    want python3-dev python_has "import sysconfig; open(sysconfig.get_path('include') + '/Python.h')"
    want gcc command -v gcc
    want libc6-dev test -e /usr/include/stdio.h
    want libldap-dev test -e /usr/include/ldap.h
    want libsasl2-dev test -e /usr/include/sasl/sasl.h
    want slapd server slapd
    want ldap-utils command -v ldapsearch
}

needed_to_test() {
    want "$(newest_postgresql)" any /usr/lib/postgresql/*/bin/initdb
    want chromium command -v chromium
    want fonts-liberation dpkg -s fonts-liberation
}

any() { test -e "$1"; }

# The server package itself: the metapackage `postgresql` would bring nothing more.
newest_postgresql() {
    apt-cache depends postgresql 2>/dev/null | sed -n 's/^ *Depends: \(postgresql-[0-9]*\)$/\1/p' | grep . || echo postgresql
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Decides how apt may be called; prints the line to paste and gives up when it may not.
ask_leave() {
    if ! command -v apt-get >/dev/null; then
        echo "Govdesk needs these packages (Debian's names):$missing" >&2
        exit 1
    fi
    [ "$(id -u)" = 0 ] && return
    if command -v sudo >/dev/null && [ -t 0 ] && [ -t 2 ]; then
        printf 'Govdesk needs these Debian packages:%s\nInstall them with sudo? [y/N] ' "$missing" >&2
        read -r answer
        case $answer in y | Y | yes) return ;; esac
    fi
    echo "Govdesk needs some Debian packages. Install them with this line, then try again:" >&2
    echo "  sudo sh $here/apt.sh$missing" >&2
    exit 1
}

needed_to_run
[ "${1:-run}" = test ] && needed_to_test
[ -z "$missing" ] && exit

ask_leave
echo "Installing Debian packages:$missing"
# shellcheck disable=SC2086 # one word each is what apt wants
as_root sh "$here/apt.sh" $missing
