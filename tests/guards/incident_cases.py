"""Cases of incidents. On each account of the world one is going on already."""

from tests.guards.case import ACCOUNT, NUMBER_OF_NOTHING, Case

INCIDENT = "incident"
INCIDENTS = [
    # Whoever has neither a role nor an account is told that there is no such page: here everybody owns one.
    Case("GET", "/incidents", "home:read"),
    Case("GET", "/accounts/{account}/incident", "incident:lead", on=ACCOUNT, answer=303),
    Case(
        "POST", "/accounts/{account}/incident", "incident:lead", on=ACCOUNT,
        form={"reason": "Strange posts", "digest": "0" * 64}, answer=409,
    ),
    Case("GET", "/accounts/{account}/sheet", "access:read", on=ACCOUNT),
    Case(
        "POST", "/accounts/{account}/sheet/mails", "incident:call", on=ACCOUNT, form={"to": "sam"},
        moves="incident_entry",
    ),
    Case("GET", "/accounts/{account}/suspicion", "incident:report", on=ACCOUNT),
    Case(
        "POST", "/accounts/{account}/suspicion", "incident:report", on=ACCOUNT,
        form={"reason": "Strange posts", "form_key": "suspicion"}, moves="incident_suspicion",
    ),
    Case(
        "POST", "/incidents/suspicions/{suspicion}/dismissal", "incident:lead", on="incident_suspicion",
        moves="incident_suspicion",
    ),
    Case("GET", "/incidents/{incident}", "incident:read", on=INCIDENT),
    Case("GET", "/incidents/{incident}/sheet", "access:read", on=INCIDENT, moves="incident_entry"),
    Case("GET", "/incidents/{incident}/log.csv", "incident:log", on=INCIDENT),
    Case("GET", "/incidents/{incident}/log.xlsx", "incident:log", on=INCIDENT),
    Case(
        "POST", "/incidents/{incident}/notes", "incident:lead", on=INCIDENT,
        form={"text": "The platform answered"}, moves="incident_entry",
    ),
    Case(
        "POST", "/incidents/{incident}/steps", "incident:lead", on=INCIDENT,
        form={"step": "evidence"}, moves="incident_entry",
    ),
    # None was left out here, and this one is linked with nothing.
    Case(
        "POST", "/incidents/{incident}/accounts", "incident:lead", on=INCIDENT,
        form={"account": str(NUMBER_OF_NOTHING)}, answer=409,
    ),
    Case(
        "POST", "/incidents/{incident}/closure", "incident:lead", on=INCIDENT,
        form={"state": "active", "summary": "A false alarm", "left_open": "Nothing was touched"},
        moves="incident incident_entry",
    ),
]  # fmt: skip
