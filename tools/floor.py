"""The floor that pages are measured against: a bare WSGI function, one prepared query, one compiled template.

Served as `tools.floor:app`; FLOOR_DATABASE names the SQLite file of a loaded sample company.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import Environment

ROWS = "SELECT id, platform, handle, name, state FROM social_account ORDER BY platform, handle LIMIT 25"
TEMPLATE = Environment(autoescape=True).from_string(
    "<!doctype html><title>Floor</title><h1>Floor</h1><table>"
    "{% for id, platform, handle, name, state in rows %}"
    '<tr><td><a href="/accounts/{{ id }}">{{ handle }}</a><td>{{ platform }}<td>{{ name }}<td>{{ state }}'
    "{% endfor %}</table>"
)
_connection = sqlite3.connect(os.environ["FLOOR_DATABASE"], check_same_thread=False)


def app(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    page = TEMPLATE.render(rows=_connection.execute(ROWS).fetchall()).encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))])
    return [page]
