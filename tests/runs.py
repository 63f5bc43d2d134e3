"""Runs of the synchronisation for tests that look at them, without a directory."""

from datetime import datetime, timedelta

from govdesk.directory.models import RunState, SyncRun


def run_at(began_at: datetime, **values: object) -> SyncRun:
    """A complete run that took a second; `values` say what was otherwise."""
    ended_at = began_at + timedelta(seconds=1.25)
    told = {"began_at": began_at, "alive_at": ended_at, "ended_at": ended_at, "is_full": True}
    return SyncRun(**{"state": RunState.DONE, **told, **values})
