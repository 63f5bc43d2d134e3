"""A browser for tests: signs people in, fills forms, and checks what every page must have."""

import secrets
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govdesk import clock
from govdesk.directory.models import Person, WebSession
from govdesk.directory.queries import token_hash

INPUTS = ("input", "select", "textarea")
UNLABELLED = ("hidden", "submit", "button")


class PageClient(FlaskClient):
    """Fetches pages and complains about any that breaks a promise of the house."""

    database: Session

    def sign_in(self, person: Person) -> "PageClient":
        """Give this browser a session row of `person`, as signing in would."""
        token, now = secrets.token_urlsafe(32), clock.utcnow()
        self.database.add(
            WebSession(
                token_hash=token_hash(token),
                person_id=person.id,
                address="127.0.0.1",
                agent="test",
                created_at=now,
                seen_at=now,
            )
        )
        self.database.commit()
        with self.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"] = token
        return self

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
            Page(response.text).check()
        return response

    def submit(self, url: str, /, *, to: str | None = None, **values: Any) -> TestResponse:
        """Fetch the page at `url`, fill its form that posts to `to` (default: its first), and send it."""
        shown = self.get(url)
        assert shown.status_code == 200, f"{url} answered {shown.status_code}"
        form = Page(shown.text).form(to)
        data = {**form.values, **values}
        return self.post(form.action or url, data={k: v for k, v in data.items() if v is not None})


class FormOnPage:
    """A form as the page shows it: where it goes and what it carries already."""

    def __init__(self, action: str, method: str) -> None:
        self.action, self.method = action, method
        self.values: dict[str, Any] = {}


class Page(HTMLParser):
    """What a page is made of, as far as its promises go."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = self._select = self._textarea = ""
        self.headings: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str]] = []
        self.forms: list[FormOnPage] = []
        self.inline: list[str] = []
        self._within: list[str] = []
        self._in_form = self._in_svg = False
        self.feed(html)

    def form(self, to: str | None) -> FormOnPage:
        """The form that posts to `to`; the first that posts when None (the sign-out form aside)."""
        for form in self.forms:
            if form.method == "post" and (form.action == to if to else "/signout" not in form.action):
                return form
        raise AssertionError(f"no form that posts to {to}; there are {[f.action for f in self.forms]}")

    def check(self) -> None:
        """One h1 that the title repeats; a label for each input; a CSRF token in each form; nothing inline."""
        assert len(self.headings) == 1, f"a page has one h1, this has {self.headings}"
        assert self.title.split(" · ")[0].strip() == self.headings[0].strip(), (self.title, self.headings)
        for field in self.inputs:
            assert field.get("id") in self.labelled or field.get("aria-label"), f"no label for {field}"
        for form in self.forms:
            assert form.method != "post" or form.values.get("csrf_token"), f"no CSRF token in {form.action}"
        assert not self.inline, f"inline script, style or handler: {self.inline}"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self._in_svg = self._in_svg or tag == "svg"
        self._note_inline(tag, values)
        if tag == "form":
            self.forms.append(FormOnPage(values.get("action", ""), values.get("method", "get").lower()))
            self._in_form = True
        elif tag == "label":
            self.labelled.add(values.get("for", ""))
        elif tag in INPUTS:
            self._note_input(tag, values)
        elif tag == "option" and "selected" in values and self._in_form and self._select:
            self.forms[-1].values[self._select] = values.get("value", "")
        elif tag == "h1":
            self.headings.append("")
        if tag in ("h1", "title") and not self._in_svg:
            self._within.append(tag)

    def _note_inline(self, tag: str, values: dict[str, str]) -> None:
        if (tag == "script" and "src" not in values) or tag == "style" or "style" in values:
            self.inline.append(tag)
        self.inline += [name for name in values if name.startswith("on")]

    def _note_input(self, tag: str, values: dict[str, str]) -> None:
        kind, name = values.get("type", "text"), values.get("name", "")
        self._select = name if tag == "select" else ""
        self._textarea = name if tag == "textarea" else ""
        if kind not in UNLABELLED:
            self.inputs.append(values)
        unticked = kind in ("checkbox", "radio") and "checked" not in values
        if self._in_form and name and kind not in ("submit", "button", "file") and not unticked:
            self.forms[-1].values.setdefault(name, values.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_form = False
        elif tag == "svg":
            self._in_svg = False
        elif tag == "textarea":
            self._textarea = ""
        elif self._within and tag == self._within[-1]:
            self._within.pop()

    def handle_data(self, text: str) -> None:
        if self._textarea and self._in_form:
            self.forms[-1].values[self._textarea] = text.removeprefix("\r").removeprefix("\n")
        elif self._within and self._within[-1] == "title" and not self._in_svg:
            self.title += text
        elif self._within and self._within[-1] == "h1":
            self.headings[-1] += text
