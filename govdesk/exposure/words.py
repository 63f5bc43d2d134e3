"""How pages and the history speak about who can get in."""

from govdesk import audit
from govdesk.accounts.queries import account_names
from govdesk.directory.queries import people_names
from govdesk.exposure.findings import Weakness
from govdesk.exposure.forecast import Count
from govdesk.exposure.models import ConnectedTool, Held, RecoveryMeans, SecondFactor, TrustedDevice
from govdesk.exposure.rules import Belongs, FactorKind, Known, MeansKind, Way
from govdesk.i18n import _, _l, ngettext


def sign_in_words(count: Count) -> str:
    """`2 can sign in`."""
    if count.is_open:
        return _("%(n)d or more can sign in", n=count.sure) if count.sure else _("Unknown who can sign in")
    return ngettext("%(n)d can sign in", "%(n)d can sign in", count.sure) if count.sure else _("Nobody can sign in")


def recover_words(count: Count) -> str:
    """`1 can recover`."""
    if count.is_open:
        return _("%(n)d or more can recover", n=count.sure) if count.sure else _("Unknown who can recover")
    return ngettext("%(n)d can recover", "%(n)d can recover", count.sure) if count.sure else _("Nobody can recover")


def own_line_words(line: Held) -> str:
    """What somebody holds, to themselves: `Second factor: Authenticator app`."""
    if isinstance(line, SecondFactor):
        return _("Second factor: %(kind)s", kind=line.kind.label)
    if isinstance(line, RecoveryMeans):
        return _("Recovery: %(kind)s", kind=line.kind.label)
    if isinstance(line, TrustedDevice):
        return _("Trusted device: %(name)s", name=line.name)
    assert isinstance(line, ConnectedTool), "there are four kinds"
    return _("Connected tool: %(name)s", name=line.name)


TOLD = {
    "access_grant": (_l("added somebody who can get in"), _l("changed an access"), _l("ended an access")),
    "custodianship": (_l("added a custodian"), _l("changed the terms of a custodian"), _l("ended a custodian")),
    "recovery_means": (_l("added a way to recover"), _l("changed a way to recover"), _l("ended a way to recover")),
    "second_factor": (_l("added a second factor"), _l("changed a second factor"), _l("ended a second factor")),
    "trusted_device": (_l("added a trusted device"), _l("changed a trusted device"), _l("ended a trusted device")),
    "connected_tool": (_l("added a connected tool"), _l("changed a connected tool"), _l("ended a connected tool")),
    "vault_entry": (_l("said where it is kept"), _l("changed where it is kept"), _l("ended a place in the vault")),
}
"""Table → what was done to a line of it: added, changed, ended."""

audit.tells(
    {
        f"exposure:{table}:{verb}": sentence
        for table, sentences in TOLD.items()
        for verb, sentence in zip(("added", "changed", "ended"), sentences, strict=True)
    }
    | {
        "audit:trail:masked": _l("masked where recovery goes in what was recorded before"),
        "exposure:list:read": _l("read who can get in"),
        "exposure:fact:picked": _l("picked this account for a campaign by what is on the list"),
        "exposure:leaving:read": _l("read what this person's leaving would lock us out of"),
        "exposure:access_grant:left": _l("ended an access: its holder has left"),
        "exposure:held:left": _l("noted that who held it has left"),
        "exposure:line:moved": _l("noted that who has it works elsewhere now"),
        "exposure:exception:asked": _l("asked for an exception"),
        "exposure:exception:approved": _l("approved an exception"),
        "exposure:exception:ended": _l("ended an exception"),
    },
    fields={
        "line": _l("Line"),
        "events": _l("Events"),
        "second_factor": _l("Second factor"),
        "tool": _l("Connected tool"),
        "recovery_domain": _l("Recovery mail goes to"),
        "recovery_belongs": _l("Whose the way to recover is"),
        "agency": _l("Agency"),
        "way": _l("How they get in"),
        "administers": _l("May let others in"),
        "since_on": _l("Since"),
        "ends_on": _l("Last day"),
        "evidence": _l("Evidence"),
        "sent_to": _l("Mailbox or number"),
        "grant_id": _l("Own log-in"),
        "belongs": _l("Whose it is"),
        "verified_on": _l("Last tried on"),
        "expires_on": _l("Token runs out on"),
        "is_lasting": _l("Does not run out"),
        "pointer": _l("Where it is kept"),
        "person_id": _l("Who"),
        "holder_id": _l("Who holds it"),
        "backup_id": _l("Who holds it, too"),
        "weakness": _l("What is weak"),
    },
)
audit.names(people_names, "person_id", "holder_id", "backup_id")
for kind, field in (
    (Way, "way"), (Known, "administers"), (Belongs, "belongs"), (FactorKind, "kind"), (MeansKind, "kind"),
    (Weakness, "weakness"),
):  # fmt: skip
    audit.labels(kind, field)
audit.things(
    "account_exposure",
    lambda session, ids: {
        id_: (_("Access to %(account)s", account=handle), f"/accounts/{id_}/access")
        for id_, handle in account_names(session, ids).items()
    },
)
