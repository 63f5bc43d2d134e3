"""Request types, what has to be done and decided on tickets, and the list of tools."""

from tests.guards.case import OWN, Case, tomorrow

TYPE = "/settings/requests/training"
TOOL = {"name": "Postplanner", "kind": "planner", "state": "allowed", "until_on": tomorrow, "form_key": "tool"}

DESK = [
    Case("GET", "/tickets/new/suggestions", "ticket:file"),
    Case("GET", "/tickets/new/training", "ticket:file"),
    Case(
        "POST", "/tickets/new/training", "ticket:file",
        form={"f_people": "olu", "f_topic": "basics", "form_key": "typed"},
        moves="ticket ticket_message ticket_answers ticket_spell ticket_step request_type_version",
    ),
    Case(
        "POST", "/tickets/new/training/draft", "ticket:file", form={"f_people": "olu"}, answer=204,
        moves="ticket_draft",
    ),
    Case("POST", "/tickets/new/training/draft/end", "ticket:file"),
    # None of these waits for anybody's word or has a step: tests/desk/ tries both.
    Case("POST", "/tickets/{number}/approval", "ticket:approve", on="ticket", answer=409, form={
        "decision": "approved", "position": "1",
    }),
    Case(
        "POST", "/tickets/{number}/steps/{step}", "ticket:work", on="step of a ticket", moves="ticket_step",
        not_by=OWN,
    ),
    Case("GET", "/settings/requests", "type:read"),
    Case("GET", TYPE, "type:read"),
    Case("GET", f"{TYPE}/file", "type:read"),
    Case("GET", f"{TYPE}/edit", "type:keep"),
    Case("POST", f"{TYPE}/edit", "type:keep", form={"text": "title: no"}, answer=422),
    Case("GET", "/tools", "tool:read"),
    Case("GET", "/tools.csv", "tool:read"),
    Case("GET", "/tools/{tool}", "tool:read", on="sanctioned_tool"),
    Case("GET", "/tools/new", "tool:decide"),
    Case("POST", "/tools/new", "tool:decide", form=TOOL, moves="sanctioned_tool"),
    Case("GET", "/tools/{tool}/decision", "tool:decide", on="sanctioned_tool"),
    Case(
        "POST", "/tools/{tool}/decision", "tool:decide", on="sanctioned_tool",
        form={**TOOL, "version": "{version}"}, moves="sanctioned_tool",
    ),
]  # fmt: skip
