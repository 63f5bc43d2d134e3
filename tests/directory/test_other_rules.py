"""Who changes which group gives which role is seen."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.audit.models import AuditEvent
from govdesk.directory.company import Company
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.directory.conftest import run_on

MORE = "groups:\n  cn=govdesk-comms,ou=groups: [comms, admin]\n"


def test_r7_another_roles_yml_stands_in_the_trail_and_is_an_alarm(
    ldap_settings: Settings, session: Session, own_policies: Path
) -> None:
    before = Company.of(ldap_settings)
    assert run_on(session, before.server, before.roles, now=NOW).alarms == []
    assert run_on(session, before.server, before.roles, now=NOW).alarms == []
    (own_policies / "roles.yml").write_text(MORE, encoding="utf-8")
    after = Company.of(ldap_settings.model_copy(update={"policies": own_policies}))
    [alarm] = run_on(session, after.server, after.roles, now=NOW).alarms
    assert "roles.yml, directory.yml or the base is another" in alarm
    events = session.scalars(select(AuditEvent.action).where(AuditEvent.action == "directory:rules:changed")).all()
    assert len(events) == 1
