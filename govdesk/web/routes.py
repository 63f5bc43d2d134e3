"""Every address that is answered, and who may use it: read from the application itself, so it cannot be outdated."""

from dataclasses import dataclass
from typing import get_type_hints

from flask import Flask

from govdesk.access import Permission
from govdesk.web.guard import PUBLIC

OWN_STATIC = "static"
"""The one endpoint that Flask adds: stylesheets, scripts and icons, open to all."""


@dataclass(frozen=True)
class Route:
    """One address with the methods that one view answers."""

    path: str
    methods: tuple[str, ...]
    permission: Permission | None
    """None: open to all."""
    scope: str | None
    """Table of the thing that the permission is asked on; None where the address names none."""
    endpoint: str


def routes(app: Flask) -> list[Route]:
    """All of them, by path and method; HEAD and OPTIONS go with the others."""
    found = [
        Route(
            rule.rule,
            tuple(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})),
            _permission(rule.endpoint, app.view_functions[rule.endpoint]),
            _scope(app.view_functions[rule.endpoint]),
            rule.endpoint,
        )
        for rule in app.url_map.iter_rules()
    ]
    return sorted(found, key=lambda route: (route.path, route.methods))


def _permission(endpoint: str, view: object) -> Permission | None:
    stated = PUBLIC if endpoint == OWN_STATIC else str(getattr(view, "permission", None))
    return None if stated == PUBLIC else Permission(stated)


def _scope(view: object) -> str | None:
    query = getattr(view, "scope", None)
    if query is None:
        return None
    subject = get_type_hints(query)["return"]
    return str(subject.__tablename__)
