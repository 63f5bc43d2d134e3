"""Makes an Active Directory domain: `samba_provision.py SMB.CONF`, run by the Python that Debian builds Samba for.

`samba-tool domain provision` would do the same, but it also sets rights on the files of the domain, which a user who
is not root cannot, and which nobody asks an LDAP server for.
"""

import logging
import sys

from samba.auth import system_session
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.param import LoadParm
from samba.provision import provision


def main(configuration: str) -> None:
    settings = LoadParm()
    settings.load(configuration)
    provision(
        logging.getLogger("provision"),
        system_session(settings),
        smbconf=configuration,
        lp=settings,
        realm=settings.get("realm"),
        domain=settings.get("workgroup"),
        hostname=settings.get("netbios name").lower(),
        hostip="127.0.0.1",
        serverrole=settings.get("server role"),
        dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2,
        dns_backend="NONE",
        skip_sysvolacl=True,
        batch_mode=True,  # Faster; what is half made after a power cut is made anew.
    )


if __name__ == "__main__":
    main(sys.argv[1])
