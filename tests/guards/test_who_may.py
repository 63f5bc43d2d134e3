"""The rights that must not slip, spelled out once more: a change of the table has to be meant twice."""

import pytest

from govdesk.access import WHO_MAY, Permission

ALONE = {
    "account:people": "agent auditor comms custodian deputy head manager owner security",
    "account:history": "auditor comms deputy head owner security",
    "account:assign": "comms",
    "account:register": "comms",
    "account:import": "comms",
    "account:turn": "comms",
    "account:freeze": "security",
    "account:tier": "comms security",
    "request:read": "approver asked auditor comms deputy head incoming owner requester security",
    "request:access": "approver asked auditor deputy head incoming owner requester security",
    "request:overview": "auditor comms security",
    "request:approve": "approver",
    "request:revise": "requester",
    "request:withdraw": "comms requester",
    "request:finish": "comms owner security",
    "request:let-in": "owner security",
    "impostor:read": "auditor comms security",
    "impostor:decide": "comms",
    "proof:keep": "comms",
    "access:states": "agent auditor comms custodian deputy head owner security",
    "access:read": "auditor deputy head owner security",
    "access:vault": "deputy head owner security",
    "access:keep": "deputy owner security",
    "access:except": "security",
    "handover:open": "comms head manager owner",
    "handover:read": "auditor comms deputy head incoming manager outgoing owner requester security",
    "handover:list": "outgoing",
    "handover:confirm": "incoming",
    "handover:close": "comms manager",
    "handover:cancel": "comms requester",
    "rotation:read": "auditor comms custodian deputy head manager owner security",
    "rotation:schedule": "security",
    "rotation:audience": "auditor security",
    "rotation:record": "custodian security",
    "rotation:confirm": "approver",
    "rotation:withdraw": "requester",
    "rotation:event": "auditor custodian deputy head owner security",
    "rotation:overdue": "auditor security",
    "rotation:ask": "custodian deputy owner security",
    "rotation:tell": "security",
    "incident:read": "auditor deputy head owner security",
    "incident:log": "auditor security",
    "incident:report": "agent comms custodian deputy head owner",
    "incident:call": "deputy head owner security",
    "incident:lead": "security",
    "campaign:read": "auditor comms security",
    "campaign:start": "comms",
    "campaign:item": "asked auditor comms deputy head owner security",
    "campaign:answer": "asked comms deputy owner",
    "ticket:read": "approver asked auditor handler requester",
    "ticket:reply": "handler requester",
    "ticket:queue": "agent auditor",
    "ticket:notes": "auditor handler",
    "ticket:work": "handler",
    "ticket:approve": "approver",
    "type:read": "agent auditor comms security",
    "type:keep": "comms",
    "tool:decide": "agent security",
    "policy:coverage": "auditor comms security",
    "person:find": "admin agent auditor comms security",
    "person:read": "admin auditor colleague comms security",
    "person:state": "admin auditor comms security",
    "person:roles": "admin auditor security self",
    "person:accounts": "auditor comms security self",
    "person:access": "auditor security",
    "person:rotations": "auditor security self",
    "person:tickets": "agent auditor self",
    "person:policies": "auditor comms manager security self",
    "person:sessions": "auditor security self",
    "person:history": "auditor security",
    "report:read": "auditor comms security",
    "report:access": "auditor security",
    "settings:read": "admin auditor",
    "directory:check": "admin",
    "audit:read": "auditor",
    "house:alarms": "admin auditor security",
}
"""Permission: what alone is enough to have it."""
OF_EVERYBODY = {
    "home:read", "account:read", "platform:read", "impostor:report", "request:ask", "ticket:file", "policy:read",
    "policy:acknowledge", "preflight:check", "tool:read",
}  # fmt: skip


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_is_held_by_exactly_those_named_here(permission: Permission) -> None:
    wanted = "staff" if permission in OF_EVERYBODY else ALONE[permission]
    assert sorted(" ".join(grant) for grant in WHO_MAY[permission]) == wanted.split()


def test_an_auditor_changes_nothing_but_what_everybody_does() -> None:
    held = {p for p, grants in WHO_MAY.items() if ("auditor",) in grants}
    changing = {"assign", "import", "register", "schedule", "record", "reply", "work", "check", "file", "acknowledge"}
    changing |= {"decide", "keep", "report", "except", "start", "answer", "tier", "lead"}
    changing |= {
        "open",
        "list",
        "confirm",
        "close",
        "cancel",
        "turn",
        "freeze",
        "approve",
        "revise",
        "withdraw",
        "finish",
        "let-in",
    }
    assert {p for p in held if p.partition(":")[2] in changing} == set()


def test_an_administrator_reads_no_ticket_no_credential_and_no_trail() -> None:
    held = {str(p) for p, grants in WHO_MAY.items() if ("admin",) in grants}
    assert held == {
        "person:find", "person:read", "person:state", "person:roles", "settings:read", "directory:check",
        "house:alarms",
    }  # fmt: skip
