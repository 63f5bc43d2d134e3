#!/bin/sh
# Installs the Debian packages that are missing: `system.sh run`, `system.sh test` or `system.sh chaos`.
# Says nothing and costs nothing when none is.
set -eu

here=$(dirname "$0")
missing=
wished=

# want PACKAGE TEST...: the package is missing unless the test succeeds.
want() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

# wish PACKAGE TEST...: the same for what can be done without; some tests are skipped then, and say so.
wish() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || wished="$wished $package"
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

# An Active Directory.
wished_to_test() {
    wish "$(domain_controller)" server samba
    wish samba-ad-provision test -e /usr/share/samba/setup/provision.ldif
    wish samba-dsdb-modules any /usr/lib/*/samba/ldb/samba_dsdb.so
}

# A 389 Directory Server.
wished_for_chaos() {
    wish 389-ds-base server ns-slapd
    wish libnss3-tools command -v certutil
}

any() { test -e "$1"; }

# Since Debian 13 in a package of its own; that name was a mere metapackage before, which links to no library.
domain_controller() {
    if apt-cache depends samba-ad-dc 2>/dev/null | grep -q libtevent; then echo samba-ad-dc; else echo samba; fi
}

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

# Whether apt may be called.
may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null && [ -t 0 ] && [ -t 2 ] || return 1
    printf 'Govdesk needs these Debian packages:%s%s\nInstall them with sudo? [y/N] ' "$missing" "$wished" >&2
    read -r answer
    case $answer in y | Y | yes) return ;; *) return 1 ;; esac
}

# install PACKAGES: one word with blanks between, as $missing is.
install() {
    echo "Installing Debian packages:$1"
    # shellcheck disable=SC2086 # one word each is what apt wants
    as_root sh "$here/apt.sh" $1
}

say_what_to_paste() {
    if command -v apt-get >/dev/null; then
        echo "  sudo sh $here/apt.sh$1" >&2
    else
        echo " $1 (Debian's names)" >&2
    fi
}

do_without() {
    echo "Some tests will be skipped, for want of Debian packages:" >&2
    say_what_to_paste "$wished"
}

needed_to_run
case ${1:-run} in
    test) needed_to_test && wished_to_test ;;
    chaos) wished_to_test && wished_for_chaos ;;
esac
[ -z "$missing$wished" ] && exit

if may_install; then
    [ -z "$missing" ] || install "$missing"
    [ -z "$wished" ] || install "$wished" || do_without
else
    [ -z "$wished" ] || do_without
    if [ -n "$missing" ]; then
        echo "Govdesk needs some Debian packages. Install them with this line, then try again:" >&2
        say_what_to_paste "$missing"
        exit 1
    fi
fi
