"""What our OpenLDAP is told at its start: cn=config, and the entries it needs beside the people."""

import os
from pathlib import Path

from tools.servers.certificates import Certificates
from tools.servers.slapd_options import Options

SCHEMAS = Path("/etc/ldap/schema")
MODULES = Path("/usr/lib/ldap")

_SERVER = """\
dn: cn=config
objectClass: olcGlobal
cn: config
olcTLSCACertificateFile: {tls.authority}
olcTLSCertificateFile: {tls.certificate}
olcTLSCertificateKeyFile: {tls.key}
{security}# Who runs us is the manager, by the local socket.
olcAuthzRegexp: gidNumber={gid}\\+uidNumber={uid},cn=peercred,cn=external,cn=auth cn=manager,{base}

dn: cn=module{{0}},cn=config
objectClass: olcModuleList
cn: module{{0}}
olcModulePath: {modules}
olcModuleLoad: back_mdb
olcModuleLoad: dynlist
olcModuleLoad: ppolicy
olcModuleLoad: refint

dn: cn=schema,cn=config
objectClass: olcSchemaConfig
cn: schema

include: file://{schemas}/core.ldif

include: file://{schemas}/cosine.ldif

include: file://{schemas}/nis.ldif

include: file://{schemas}/inetorgperson.ldif

include: file://{schemas}/dyngroup.ldif
"""

_DATABASE = """
dn: olcDatabase={{1}}mdb,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMdbConfig
olcDatabase: {{1}}mdb
olcSuffix: {base}
olcRootDN: cn=manager,{base}
olcDbDirectory: {data}
olcDbMaxSize: {bytes}
olcDbIndex: objectClass,uid,cn,sn,ou,mail,manager,employeeNumber eq
olcDbIndex: member,uniqueMember,memberUid,entryUUID,modifyTimestamp eq
# The usual limit of 500 entries stands, so that a search that forgets to page is found out here.
olcLimits: dn.exact="{service}" {limits}
olcAccess: to attrs=userPassword by anonymous auth by * none
olcAccess: to * by dn.exact="{service}" {service_reads} by * {others_read}
"""

_MEMBER_OF = """
# memberOf worked out on asking: the memberof overlay knows nothing of entries that slapadd loaded.
dn: olcOverlay=dynlist,olcDatabase={{1}}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcDynListConfig
olcOverlay: dynlist
olcDynListAttrSet: groupOfURLs memberURL member+memberOf@groupOfNames
"""

_POLICY = """
dn: olcOverlay=ppolicy,olcDatabase={{1}}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcPPolicyConfig
olcOverlay: ppolicy
olcPPolicyDefault: {policy}
olcPPolicyUseLockout: {tells}
"""

_REFERENCES = """
# Who is renamed or deleted is so in groups and as a manager too, a moment later.
dn: olcOverlay=refint,olcDatabase={{1}}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcRefintConfig
olcOverlay: refint
olcRefintAttribute: member uniqueMember manager
olcRefintNothing: {nobody}
"""

_OWN_ENTRIES = """
dn: {service}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: govdesk-service
userPassword: {password}

dn: {policy}
objectClass: organizationalRole
objectClass: pwdPolicy
cn: password-policy
pwdAttribute: userPassword
pwdLockout: TRUE
pwdMustChange: TRUE
pwdMaxFailure: {options.wrong_passwords}
pwdMaxAge: {seconds}
"""


def service_dn(base: str) -> str:
    """The account that may read everything but passwords."""
    return f"cn=govdesk-service,{base}"


def nobody_dn(base: str) -> str:
    """An entry that does not exist: the member of groups that have none, which the standard does not allow."""
    return f"cn=nobody,{base}"


def configuration(base: str, data: Path, tls: Certificates, options: Options) -> str:
    """LDIF of cn=config for a database in `data`."""
    member_of = _MEMBER_OF if options.member_of else ""
    return f"{_SERVER}{_DATABASE}{member_of}{_POLICY}{_REFERENCES}".format(
        base=base,
        data=data,
        tls=tls,
        service=service_dn(base),
        policy=_policy_dn(base),
        nobody=nobody_dn(base),
        schemas=SCHEMAS,
        modules=MODULES,
        uid=os.geteuid(),
        gid=os.getegid(),
        security=_security(options),
        limits=_limits(options),
        service_reads=options.service_reads,
        others_read="read" if options.anonymous_reads else "none",
        tells=_truth(options.tells_what_is_wrong),
        bytes=options.megabytes << 20,
    )


def own_entries(base: str, password: str, options: Options) -> str:
    """LDIF of the service account (with its stored form of password) and of the password policy.

    Without a policy that knows of locking, an account marked as locked could still sign in.
    """
    return _OWN_ENTRIES.format(
        service=service_dn(base),
        policy=_policy_dn(base),
        password=password,
        options=options,
        seconds=options.password_days * 24 * 3600,
    )


def _policy_dn(base: str) -> str:
    return f"cn=password-policy,{base}"


def _security(options: Options) -> str:
    # A simple bind wants encryption, so that no password goes over the line in clear.
    careful = "" if options.plain_binds else "olcSecurity: simple_bind=128\n"
    return careful + ("olcAllows: bind_anon_dn\n" if options.empty_passwords else "")


def _limits(options: Options) -> str:
    total = options.paged_entries_at_most or "unlimited"
    page = f" size.pr={options.page_at_most}" if options.page_at_most else ""
    return f"size={options.entries_at_most} size.prtotal={total}{page}"


def _truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"
