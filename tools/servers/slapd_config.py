"""What our OpenLDAP is told at its start: cn=config, and the entries it needs beside the people."""

import os
from pathlib import Path

from tools.servers.certificates import Certificates

SCHEMAS = Path("/etc/ldap/schema")
MODULES = Path("/usr/lib/ldap")

_CONFIGURATION = """\
dn: cn=config
objectClass: olcGlobal
cn: config
olcTLSCACertificateFile: {tls.authority}
olcTLSCertificateFile: {tls.certificate}
olcTLSCertificateKeyFile: {tls.key}
# No password in clear: a simple bind wants encryption. Who runs us is the manager, by the local socket.
olcSecurity: simple_bind=128
olcAuthzRegexp: gidNumber={gid}\\+uidNumber={uid},cn=peercred,cn=external,cn=auth cn=manager,{base}

dn: cn=module{{0}},cn=config
objectClass: olcModuleList
cn: module{{0}}
olcModulePath: {modules}
olcModuleLoad: back_mdb
olcModuleLoad: dynlist
olcModuleLoad: ppolicy

dn: cn=schema,cn=config
objectClass: olcSchemaConfig
cn: schema

include: file://{schemas}/core.ldif

include: file://{schemas}/cosine.ldif

include: file://{schemas}/inetorgperson.ldif

include: file://{schemas}/dyngroup.ldif

dn: olcDatabase={{1}}mdb,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMdbConfig
olcDatabase: {{1}}mdb
olcSuffix: {base}
olcRootDN: cn=manager,{base}
olcDbDirectory: {data}
olcDbMaxSize: 4294967296
olcDbIndex: objectClass,uid,ou,mail,member,entryUUID,modifyTimestamp eq
olcDbIndex: cn,sn eq,sub
# The usual limit of 500 entries stands, so that a search that forgets to page is found out here.
olcLimits: dn.exact="{service}" size=500 size.prtotal=unlimited
olcAccess: to attrs=userPassword by anonymous auth by * none
olcAccess: to * by dn.exact="{service}" read by * none

# memberOf worked out on asking: the memberof overlay knows nothing of entries that slapadd loaded.
dn: olcOverlay={{0}}dynlist,olcDatabase={{1}}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcDynListConfig
olcOverlay: {{0}}dynlist
olcDynListAttrSet: groupOfURLs memberURL member+memberOf@groupOfNames

dn: olcOverlay={{1}}ppolicy,olcDatabase={{1}}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcPPolicyConfig
olcOverlay: {{1}}ppolicy
olcPPolicyDefault: {policy}
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
"""


def service_dn(base: str) -> str:
    """The account that may read everything but passwords."""
    return f"cn=govdesk-service,{base}"


def configuration(base: str, data: Path, tls: Certificates) -> str:
    """LDIF of cn=config for a database in `data`."""
    return _CONFIGURATION.format(
        base=base,
        data=data,
        tls=tls,
        service=service_dn(base),
        policy=_policy_dn(base),
        schemas=SCHEMAS,
        modules=MODULES,
        uid=os.geteuid(),
        gid=os.getegid(),
    )


def own_entries(base: str, password: str) -> str:
    """LDIF of the service account (with its stored form of password) and of the password policy.

    Without a policy that knows of locking, an account marked as locked could still sign in.
    """
    return _OWN_ENTRIES.format(service=service_dn(base), policy=_policy_dn(base), password=password)


def _policy_dn(base: str) -> str:
    return f"cn=password-policy,{base}"
