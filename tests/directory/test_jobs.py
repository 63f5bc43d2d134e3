"""The worker keeps people as the directory has them."""

import logging
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.demo.company import company
from govdesk.directory import jobs
from govdesk.directory.jobs import bring_people_up_to_date
from govdesk.directory.models import Person
from govdesk.directory.sync.report import SyncReport
from govdesk.settings import Settings
from govdesk.worker import JOBS

Sessions = Callable[[], Session]


def people(session: Session) -> int:
    return session.scalar(select(func.count(Person.id))) or 0


def test_the_worker_does_it_every_five_minutes() -> None:
    assert [job.every_seconds for job in JOBS if job.work is bring_people_up_to_date] == [300]


def test_it_reads_the_directory(ldap_settings: Settings, sessions: Sessions, session: Session) -> None:
    bring_people_up_to_date(sessions, ldap_settings)
    assert people(session) == len(company().people)


def test_without_a_directory_it_does_nothing(settings: Settings, sessions: Sessions, session: Session) -> None:
    bring_people_up_to_date(sessions, settings)
    assert people(session) == 0


def test_a_run_that_was_stopped_is_told_in_the_log(
    ldap_settings: Settings, sessions: Sessions, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jobs, "synchronise", lambda *_args, **_more: SyncReport(stopped="too many would leave"))
    bring_people_up_to_date(sessions, ldap_settings)
    assert [(record.levelno, record.getMessage()) for record in caplog.records] == [
        (logging.ERROR, "people were not brought up to date: too many would leave")
    ]


def test_a_directory_that_is_down_costs_one_line(
    settings: Settings, sessions: Sessions, session: Session, olu: Person, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = settings.model_copy(update={"ldap_uri": ("ldap://127.0.0.1:1",), "ldap_tls": "demand"})
    bring_people_up_to_date(sessions, nowhere)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert olu.is_employed
