"""Logs on standard error: one line an event, as text for people or JSON for collectors."""

import json
import logging
import os
import sys
from datetime import UTC, datetime

from govdesk.settings import LogFormat, unknown_settings


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, logger, message, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class TextLines(logging.Formatter):
    """A readable line; control characters in what strangers sent are escaped, so a line stays a line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s  %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        line = super().formatMessage(record)
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)


def configure_logs(form: LogFormat) -> None:
    """Send everything from INFO up to standard error, once."""
    root = logging.getLogger()
    if any(getattr(handler, "is_govdesk", False) for handler in root.handlers):
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.is_govdesk = True  # type: ignore[attr-defined] # our mark, to find it again
    handler.setFormatter(JsonLines() if form is LogFormat.JSON else TextLines())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for chatty in ("apscheduler", "alembic", "werkzeug"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    for name in unknown_settings(os.environ):
        root.warning("%s is not a setting of this version and has no effect", name)
