"""What went wrong on the way to the directory, in the operator's words: what it means, and what to change."""

import errno
import socket
import ssl
from typing import Any

import ldap

from govdesk.directory.ldap.tls import NoAuthority, NoStartTls

_WITHOUT_TLS = "the server takes no sign-in without TLS; set GOVDESK_LDAP_TLS=demand"
_REFUSALS = {
    ldap.NO_SUCH_OBJECT: "GOVDESK_LDAP_BASE_DN names nothing that the service account may read",
    ldap.INVALID_DN_SYNTAX: "GOVDESK_LDAP_BASE_DN or GOVDESK_LDAP_BIND_DN is not a distinguished name",
    ldap.INSUFFICIENT_ACCESS: "the service account may not read this; give GOVDESK_LDAP_BIND_DN the right to read",
    ldap.OPERATIONS_ERROR: "the server wants a sign-in before it answers; set GOVDESK_LDAP_BIND_DN and "
    "GOVDESK_LDAP_BIND_PASSWORD",
    ldap.INAPPROPRIATE_AUTH: "the server does not let this account sign in with a password; set GOVDESK_LDAP_BIND_DN "
    "and GOVDESK_LDAP_BIND_PASSWORD",
    ldap.SIZELIMIT_EXCEEDED: "the server gives the service account too few entries; raise its size limit",
    ldap.ADMINLIMIT_EXCEEDED: "the server's limits for the service account are too small; raise them",
    ldap.TIMELIMIT_EXCEEDED: "the server's own time limit for the service account is too short; raise it, or index "
    "the attributes that are searched",
    ldap.STRONG_AUTH_REQUIRED: _WITHOUT_TLS,
    ldap.CONFIDENTIALITY_REQUIRED: _WITHOUT_TLS,
    ldap.FILTER_ERROR: "a filter in directory.yml is not written as LDAP filters are, such as (objectClass=person)",
    ldap.REFERRAL: "GOVDESK_LDAP_BASE_DN lies on another server; name one in GOVDESK_LDAP_URI that holds it",
    ldap.SERVER_DOWN: "the server hung up",
    ldap.TIMEOUT: "the server connects but says nothing; is it overloaded, or something else than LDAP?",
    ldap.BUSY: "the server is too busy",
    ldap.UNAVAILABLE: "the server is shutting down or starting",
    ldap.PROTOCOL_ERROR: "the server did not understand; is it LDAP version 3?",
}
"""What the operator can do about the answer of a server."""

_TRUST = "set GOVDESK_LDAP_CA_FILE to the certificate of the authority that signed it"
_CERTIFICATE_FAULTS = {
    9: "its certificate is not valid yet; compare the clocks of both machines",
    10: "its certificate has expired; the directory's administrators must renew it",
    18: f"its certificate is signed by itself; {_TRUST}",
    19: f"its certificate is signed by an authority that is not trusted here; {_TRUST}",
    20: f"its certificate is signed by an authority that is not trusted here; {_TRUST}",
    21: f"its certificate is signed by an authority that is not trusted here; {_TRUST}",
    23: "its certificate was revoked",
    26: "its certificate is not meant for servers (extended key usage); it needs serverAuth",
    62: "its certificate is for another name; write GOVDESK_LDAP_URI with the name that stands in the certificate",
    64: "its certificate does not name this IP address; write GOVDESK_LDAP_URI with the name in the certificate",
}
"""By X509_V_ERR_… of OpenSSL's x509_vfy.h."""

_TLS_FAULTS = {
    "WRONG_VERSION_NUMBER": "it does not speak TLS on this port; ldaps:// goes to the LDAPS port (636), ldap:// "
    "begins TLS by itself on the plain one (389)",
    "UNSUPPORTED_PROTOCOL": "it offers only TLS older than 1.2; its administrators must allow TLS 1.2",
    "TLSV1_ALERT_PROTOCOL_VERSION": "it offers only TLS older than 1.2; its administrators must allow TLS 1.2",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "it shares no cipher with us; is a certificate configured there?",
    "NO_CERTIFICATE_OR_CRL_FOUND": "GOVDESK_LDAP_CA_FILE holds no certificate in PEM form",
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "it demands a certificate of Govdesk, which has none; its administrators "
    "must ask for none, and trust the password of the service account",
    "EE_KEY_TOO_SMALL": "its certificate's key is too short to be safe",
    "CA_MD_TOO_WEAK": "its certificate is signed with a method that is no longer safe",
    "DH_KEY_TOO_SMALL": "its key exchange is too weak to be safe",
}
"""By OpenSSL's name of the fault."""

_NETWORK_FAULTS = {
    errno.ECONNREFUSED: "nothing listens there; is the port in GOVDESK_LDAP_URI right, and the server up?",
    errno.ECONNRESET: "the server hung up; in GOVDESK_LDAP_URI ldaps:// goes with the LDAPS port (636), ldap:// with "
    "the plain one (389); a domain controller that has no certificate hangs up, too",
    errno.EHOSTUNREACH: "no way leads to this host; is a firewall between, or the address in GOVDESK_LDAP_URI wrong?",
    errno.ENETUNREACH: "no way leads to this network; is the address in GOVDESK_LDAP_URI right?",
    errno.ENOENT: "there is no such socket; is the path in GOVDESK_LDAP_URI right?",
    errno.EACCES: "this user may not open the socket in GOVDESK_LDAP_URI",
}


def why(error: Exception) -> str:
    """What happened and what to change, without a full stop, for log and check."""
    if isinstance(error, ldap.LDAPError):
        return _ldap(error)
    if isinstance(error, ssl.SSLError):
        return _tls(error)
    return _network(error)


def _ldap(error: Any) -> str:
    facts = facts_of(error)
    words = [_REFUSALS.get(type(error)), facts.get("desc"), facts.get("info")]
    return ": ".join(dict.fromkeys(w.strip() for w in words if w)) or type(error).__name__


def facts_of(error: Any) -> dict[str, Any]:
    """What python-ldap tells of an error: desc, info, result, ctrls."""
    return error.args[0] if error.args and isinstance(error.args[0], dict) else {}


def _tls(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE_FAULTS.get(error.verify_code, f"its certificate is refused: {error.verify_message}")
    if isinstance(error, ssl.SSLEOFError):
        return _NETWORK_FAULTS[errno.ECONNRESET]
    return _TLS_FAULTS.get(error.reason or "", f"TLS failed: {error.reason or error}")


def _network(error: Exception) -> str:
    if isinstance(error, NoStartTls):
        return f"{error}; if it has LDAPS write ldaps:// in GOVDESK_LDAP_URI, else have a certificate set up there"
    if isinstance(error, NoAuthority):
        return f"GOVDESK_LDAP_CA_FILE cannot be read: {error}"
    if isinstance(error, TimeoutError):
        return "it gives no answer (timed out); is the host in GOVDESK_LDAP_URI right, or a firewall between?"
    if isinstance(error, socket.gaierror):
        return f"its name leads nowhere ({error.strerror or error}); is the host in GOVDESK_LDAP_URI right?"
    if isinstance(error, ConnectionResetError):
        return _NETWORK_FAULTS[errno.ECONNRESET]
    return _NETWORK_FAULTS.get(getattr(error, "errno", None) or 0, str(error) or type(error).__name__)
