"""What each address asks for, written without looking at the views: a view that asks for something else is found."""

import hashlib

from tests.guards.access_cases import ACCESS
from tests.guards.audience_cases import AUDIENCES
from tests.guards.calendar_cases import CALENDAR
from tests.guards.case import ACCOUNT, ASKED, OWN, PUBLIC, SCHEDULE, TOLD, TRIES, Case, a_file, tomorrow, yesterday
from tests.guards.desk_cases import DESK
from tests.guards.incident_cases import INCIDENTS
from tests.guards.rotation_work_cases import ROTATION_WORK
from tests.guards.underway_cases import HANDOVERS, REQUESTS

BREACH = {
    "kind": "breach", "thing": "planner", "credential": "password", "happened_on": yesterday, "reason": "In the news",
}  # fmt: skip

CASES = [
    Case("GET", "/", "home:read"),
    Case("GET", "/healthz", PUBLIC),
    Case("GET", "/readyz", PUBLIC),
    Case("GET", "/static/govdesk.css", PUBLIC),
    Case("GET", "/signin", PUBLIC, signed_in=302),
    # No directory here: the door says so, to everybody alike.
    Case("POST", "/signin", PUBLIC, form={"login": "ada", "password": "x"}, answer=503, moves=TRIES),
    Case("GET", "/signin/breakglass", PUBLIC, signed_in=302),
    Case(
        "POST", "/signin/breakglass", PUBLIC,
        form={"login": "x", "password": "x", "code": "1"}, answer=401, moves=TRIES,
    ),
    # No provider here: there is no second door, for nobody.
    Case("POST", "/signin/oidc", PUBLIC, answer=404),
    Case("GET", "/signin/oidc/callback", PUBLIC, answer=404),
    Case("POST", "/signout", "home:read"),
    Case("GET", "/people", "person:find"),
    Case("GET", "/suggestions/people", "person:find"),
    Case("GET", "/people/{login}", "person:read", on="person"),
    Case("GET", "/people/id/{person}", "person:read", on="person"),
    Case("GET", "/accounts", "account:read"),
    Case("GET", "/accounts.csv", "account:read"),
    Case("GET", "/accounts.xlsx", "account:read"),
    Case("GET", "/accounts/{account}", "account:read", on=ACCOUNT),
    *HANDOVERS,
    Case(
        "POST", "/accounts/{account}/custodians", "account:assign", on=ACCOUNT,
        form={"login": "beside-ada"}, moves="custodianship account_exposure",
    ),
    Case(
        "POST", "/accounts/{account}/state", "account:turn", on=ACCOUNT,
        form={"state-state": "dormant", "state-reason": "Nobody posts", "state-version": "{version}"},
        moves="social_account account_state_change",
    ),
    Case(
        "POST", "/accounts/{account}/freeze", "account:freeze", on=ACCOUNT,
        form={"freeze-state": "frozen", "freeze-reason": "Strange posts", "freeze-version": "{version}"},
        moves="social_account account_state_change",
    ),
    Case(
        "POST", "/accounts/{account}/tier", "account:tier", on=ACCOUNT,
        form={"tier-tier": "high", "tier-version": "{version}"}, moves="social_account",
    ),
    *INCIDENTS,
    *DESK,
    *REQUESTS,
    *ACCESS,
    *AUDIENCES,
    Case("GET", "/people/id/{person}/leaving", "person:access", on="person"),
    Case("GET", "/accounts/platforms", "platform:read"),
    Case("GET", "/accounts/platforms/x", "platform:read"),
    Case("GET", "/accounts/new", "account:register"),
    # Which number a department has only the database knows; without one the form is shown again.
    Case("POST", "/accounts/new", "account:register", form={"url": "https://x.com/a_new_one"}, answer=422),
    Case("GET", "/accounts/{account}/address", "account:register", on=ACCOUNT),
    Case(
        "POST", "/accounts/{account}/address", "account:register", on=ACCOUNT,
        form={"url": "https://x.com/moved_here"}, moves="social_account former_handle",
    ),
    Case(
        "POST", "/accounts/{account}/former-handles", "account:register", on=ACCOUNT,
        form={"former": "https://x.com/was_here"}, moves="former_handle",
    ),
    Case("GET", "/accounts/import", "account:import"),
    Case("POST", "/accounts/import", "account:import", form={"file": a_file}, moves="account_import"),
    Case("GET", "/accounts/import/{import_}", "account:import", on="account_import"),
    Case(
        "POST", "/accounts/import/{import_}", "account:import", on="account_import",
        form={"digest": "0" * 64}, moves="account_import",
    ),
    Case("GET", "/verify", PUBLIC),
    Case("GET", "/api/v1/verify", PUBLIC, answer=422),
    Case("GET", "/api/v1/accounts/official", PUBLIC),
    Case("GET", "/verify/badge.svg", PUBLIC),
    Case("GET", "/trust.txt", PUBLIC),
    Case("GET", "/.well-known/trust.txt", PUBLIC),
    Case("GET", "/accounts/proof", "proof:keep"),
    Case("GET", "/accounts/{account}/proof", "proof:keep", on=ACCOUNT),
    # All of these are in use, and of what is in use nothing was said to replace it.
    Case("POST", "/accounts/{account}/succession", "proof:keep", on=ACCOUNT, answer=409),
    Case("GET", "/accounts/impostors", "impostor:read"),
    Case("GET", "/accounts/impostors/new", "impostor:report"),
    Case(
        "POST", "/accounts/impostors/new", "impostor:report",
        form={"url": "https://x.com/n0aa", "reason": "It asks for money", "form_key": "impostor"},
        moves="outsider impostor_report",
    ),
    Case("GET", "/accounts/impostors/thanks", "impostor:report"),
    Case("GET", "/accounts/impostors/{outsider}", "impostor:read", on="outsider"),
    Case(
        "POST", "/accounts/impostors/{outsider}/decision", "impostor:decide", on="outsider",
        form={"standing": "impostor", "imitates": "", "reason": "It asks for money", "version": "{version}"},
        moves="outsider",
    ),
    Case("GET", "/accounts/import/history", "account:import"),
    Case(
        "POST", "/accounts/import/{import_}/reading", "account:import", on="account_import",
        form={"digest": "0" * 64, "sheet": "", "source": "a"}, moves="account_import",
    ),
    Case(
        "POST", "/accounts/import/{import_}/words", "account:import", on="account_import",
        form={"digest": "0" * 64}, moves="account_import",
    ),
    Case(
        # Nothing is brought in yet: there is nothing to take back.
        "POST", "/accounts/import/{import_}/undoing", "account:import", on="account_import", answer=409,
    ),
    Case("GET", "/rotations", "home:read"),
    Case("GET", "/rotations.ics", PUBLIC, answer=404),
    *CALENDAR,
    Case("GET", "/notices", "home:read"),
    Case("POST", "/notices/readings", "home:read", form={"up_to": "1"}),
    Case("GET", "/notices/refused", "house:alarms"),
    # Only a link out of a mail opens these; without its token there is no such page, for nobody.
    Case("GET", "/notices/leaving", PUBLIC, answer=404),
    Case("POST", "/notices/leaving", PUBLIC, answer=404),
    Case("GET", "/settings/notices", "home:read"),
    Case(
        "POST", "/settings/notices/kinds", "home:read",
        form={"kind": "ticket_filed", "wanted": "no"}, moves="left_kind",
    ),
    Case("POST", "/settings/notices", "home:read", form={"begins": "", "ends": ""}),
    Case("POST", "/settings/notices/feed", "home:read", answer=200, moves="calendar_feed"),
    Case("POST", "/settings/notices/feed/closure", "home:read"),
    Case("GET", "/rotations/{schedule}", "rotation:read", on=SCHEDULE, moves="rotation_opening"),
    Case(
        "POST", "/rotations/{schedule}/recordings", "rotation:record", on=SCHEDULE,
        form={"rotated_on": yesterday}, moves="rotation rotation_schedule rotation_work rotation_step",
    ),
    *ROTATION_WORK,
    Case("GET", "/rotations/{schedule}/schedule", "rotation:schedule", on=SCHEDULE),
    Case(
        "POST", "/rotations/{schedule}/schedule", "rotation:schedule", on=SCHEDULE,
        form={"due_on": tomorrow, "version": "{version}"}, moves="rotation_schedule rotation_asked",
    ),
    Case("GET", "/rotations/policy", "rotation:read"),
    Case("GET", "/rotations/policy/rotation.yml", "rotation:read"),
    Case("GET", "/rotations/policy/versions/{number}", "rotation:read", on="rotation_policy_version"),
    Case("GET", "/rotations/policy/edit", "rotation:schedule"),
    Case(
        "POST", "/rotations/policy/edit", "rotation:schedule",
        form={"text": "{{}}", "reason": "Why", "number": "1"}, answer=200,
    ),
    Case(
        "POST", "/rotations/policy", "rotation:schedule",
        form={"text": "{{}}", "reason": "Why", "number": "1", "digest": hashlib.sha256(b"{}\n").hexdigest()},
        moves="rotation_policy_version",
    ),
    Case("GET", "/rotations/policy/rules/new", "rotation:schedule"),
    # Without a name: the form comes back.
    Case("POST", "/rotations/policy/rules/new", "rotation:schedule", answer=422),
    # There is no rule of such a name: back to those that are, or the form comes back as that of a new one.
    Case("GET", "/rotations/policy/rules/edit", "rotation:schedule", answer=303),
    Case("POST", "/rotations/policy/rules/edit", "rotation:schedule", answer=409),
    Case("GET", "/rotations/policy/rules/moves", "rotation:schedule", answer=303),
    Case("GET", "/rotations/policy/rules/removals", "rotation:schedule", answer=303),
    Case("GET", "/rotations/events", "home:read"),
    Case("GET", "/rotations/events/{event}", "rotation:event", on="rotation_event"),
    Case("GET", "/rotations/events/new", "rotation:tell"),
    Case("POST", "/rotations/events/new", "rotation:tell", form=BREACH, answer=200),
    Case("POST", "/rotations/events", "rotation:tell", form=BREACH, moves=f"rotation_schedule {TOLD}"),
    Case("GET", "/accounts/{account}/rotations/request", "rotation:ask", on=ACCOUNT),
    Case(
        "POST", "/accounts/{account}/rotations/request", "rotation:ask", on=ACCOUNT,
        form={"what": "app_password", "reason": "It was on a slide"}, moves=f"rotation_schedule {TOLD}",
    ),
    Case("GET", "/accounts/{account}/rotations", "rotation:schedule", on=ACCOUNT),
    Case(
        "POST", "/accounts/{account}/rotations", "rotation:schedule", on=ACCOUNT,
        form={"due_on": tomorrow, "credential": "recovery_mailbox"}, moves="rotation_schedule",
    ),
    Case("GET", "/campaigns", "campaign:read"),
    Case("GET", "/campaigns/new", "campaign:start"),
    Case(
        "POST", "/campaigns/new", "campaign:start",
        form={"kind": "platform", "title": "Words", "instructions": "More words", "due_on": tomorrow},
        moves="campaign campaign_item",
    ),
    Case("GET", "/campaigns/{campaign}", "campaign:read", on="campaign"),
    Case("POST", "/campaigns/{campaign}/closing", "campaign:start", on="campaign", moves="campaign campaign_item"),
    Case("POST", "/campaigns/{campaign}/reminder", "campaign:start", on="campaign", moves="campaign"),
    Case("GET", "/campaigns/mine", "home:read"),
    # Nothing marked: the page comes back and says so.
    Case("POST", "/campaigns/mine", "home:read", form={"confirm": "1"}, answer=422),
    Case("GET", "/campaigns/items/{item}", "campaign:item", on=ASKED),
    Case(
        "POST", "/campaigns/items/{item}/answer", "campaign:answer", on=ASKED,
        form={"answer": "attested"}, moves="campaign_item owner_confirmation",
    ),
    Case(
        "POST", "/campaigns/items/{item}/withdrawal", "campaign:answer", on="campaign_item to settle",
        moves="campaign_item",
    ),
    Case(
        "POST", "/campaigns/items/{item}/delegation", "campaign:answer", on=ASKED,
        form={"login": "stranger"}, moves="campaign_item",
    ),
    Case(
        "POST", "/campaigns/items/{item}/settlement", "campaign:start", on="campaign_item to settle",
        moves="campaign_item",
    ),
    Case("GET", "/tickets", "ticket:file"),
    Case("GET", "/tickets/new", "ticket:file"),
    Case(
        "POST", "/tickets/new", "ticket:file",
        form={"kind": "incident", "subject": "Words", "text": "More words"},
        moves="ticket ticket_message ticket_spell",
    ),
    Case("GET", "/tickets/{number}", "ticket:read", on="ticket"),
    Case(
        "POST", "/tickets/{number}/messages", "ticket:reply", on="ticket",
        form={"reply-text": "Words", "reply-seen": "{seen}"},
        moves="ticket ticket_message ticket_spell ticket_outcome",
    ),
    Case(
        "POST", "/tickets/{number}/notes", "ticket:work", on="ticket",
        form={"note-text": "Words"}, moves="ticket_message", not_by=OWN,
    ),
    Case(
        "POST", "/tickets/{number}/assignment", "ticket:work", on="ticket",
        form={"seen_assignee": "{assignee}"}, moves="ticket ticket_spell", not_by=OWN,
    ),
    Case(
        "POST", "/tickets/{number}/resolution", "ticket:work", on="ticket",
        form={"resolution-text": "Words", "resolution-seen": "{seen}"},
        moves="ticket ticket_message ticket_spell ticket_outcome", not_by=OWN,
    ),
    Case(
        "POST", "/tickets/{number}/reopening", "ticket:reply", on="ticket that is over",
        moves="ticket ticket_spell",
    ),
    Case(
        "POST", "/tickets/{number}/priority", "ticket:work", on="ticket",
        form={"priority-priority": "2"}, moves="ticket ticket_spell", not_by=OWN,
    ),
    Case(
        "POST", "/tickets/{number}/platform-case", "ticket:work", on="ticket",
        form={"platform-number": "F-1", "platform-chase_on": tomorrow},
        moves="ticket ticket_spell platform_case", not_by=OWN,
    ),
    Case("POST", "/tickets/{number}/platform-answer", "ticket:work", on="ticket", moves="ticket", not_by=OWN),
    Case(
        "POST", "/tickets/{number}/team", "ticket:work", on="ticket",
        form={"team-team": "network"}, moves="ticket ticket_spell", not_by=OWN,
    ),
    Case("POST", "/tickets/{number}/team-return", "ticket:work", on="ticket", moves="ticket", not_by=OWN),
    Case("GET", "/preflight", "preflight:check"),
    Case("POST", "/preflight", "preflight:check", form={"text": "Good morning", "where": "x"}, answer=200),
    Case("GET", "/policies", "policy:read"),
    Case("GET", "/policies/{slug}", "policy:read", on="policy"),
    Case("GET", "/policies/{slug}/versions/1", "policy:read", on="policy"),
    Case(
        "POST", "/policies/{slug}/acknowledgements", "policy:acknowledge", on="policy",
        form={"version": "1", "digest": "{digest}"}, moves="acknowledgement",
    ),
    Case("GET", "/policies/{slug}/coverage", "policy:coverage", on="policy"),
    Case("GET", "/reports", "report:read"),
    Case("GET", "/reports/single-holders", "report:read"),
    Case("GET", "/reports/single-holders.xlsx", "report:read"),
    Case("GET", "/reports/personal-recovery", "report:access"),
    Case("GET", "/reports/personal-recovery.csv", "report:access"),
    Case("GET", "/audit", "audit:read"),
    Case("GET", "/settings", "settings:read"),
    Case("GET", "/settings/directory", "settings:read"),
    Case("GET", "/settings/directory/checks", "settings:read", answer=302),
    Case("GET", "/settings/directory/look-ups", "settings:read", answer=302),
    Case("POST", "/settings/directory/checks", "directory:check", answer=200),
    Case("POST", "/settings/directory/look-ups", "directory:check", form={"login": "ada"}, answer=200),
    Case("GET", "/settings/directory/runs/{run}", "settings:read", on="sync_run"),
    Case("GET", "/settings/access", "settings:read"),
    Case("GET", "/settings/access.csv", "settings:read"),
]  # fmt: skip
