"""Who may do what, as an auditor reads it: the very table that the guard asks."""

import csv
import io
import json

import pytest
from flask import Flask
from markupsafe import escape

from govdesk.access import WHO_MAY, Permission, Relation, Role
from govdesk.administration import rights
from govdesk.cli import main
from govdesk.directory.models import Person
from govdesk.web.routes import routes
from govdesk.web.sheets import as_csv
from tests.pages import PageClient


def test_every_permission_has_a_sentence_and_at_least_one_holder() -> None:
    told = rights.sentences()
    assert [permission for permission in Permission if not told.get(permission)] == []
    assert [permission for permission in Permission if not WHO_MAY.get(permission)] == []


def test_the_page_shows_every_permission_role_and_route(app: Flask, client: PageClient, noor: Person) -> None:
    shown = client.sign_in(noor).get("/settings/access").text
    for permission in Permission:
        assert f"<b>{permission}</b>" in shown
    whole = shown.replace("<wbr>", "")
    for route in routes(app):
        assert escape(route.path) in whole
    assert "cn=govdesk-admins,ou=groups" in whole


def test_the_file_says_what_the_table_says(app: Flask, client: PageClient, noor: Person) -> None:
    answer = client.sign_in(noor).get("/settings/access.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [row["permission"] for row in rows] == list(WHO_MAY)
    for row in rows:
        alone = {(test,) for test in (*Role, *Relation) if row[test] == "yes"}
        grants = {grant for grant in WHO_MAY[Permission(row["permission"])] if len(grant) == 1}
        assert alone == grants, row
    assert "GET /people/<login>" in next(row["pages"] for row in rows if row["permission"] == "person:read")


@pytest.mark.parametrize(
    ("who", "status"),
    [("noor", 200), ("root", 200), ("grace", 403), ("sam", 403), ("mei", 403), ("ada", 403), ("lars", 303)],
)
@pytest.mark.parametrize("path", ["/settings", "/settings/access", "/settings/access.csv"])
def test_settings_are_for_administrators_and_auditors(
    client: PageClient, cast: dict[str, Person], path: str, who: str, status: int
) -> None:
    assert client.sign_in(cast[who]).get(path).status_code == status


def test_roles_are_counted_among_who_works_here(client: PageClient, cast: dict[str, Person], noor: Person) -> None:
    shown = " ".join(client.sign_in(noor).get("/settings/access").text.split())
    assert 'Staff</b></td> <td data-label="From the groups"><span class="muted">everybody who works here' in shown
    assert 'class="num">7</td>' in shown


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u00a0=1",
        "\u2003 =1",
        "\u200b=1",
        " \ufeff=1",
        "＝1",
        "=cmd|'/c calc'!A1",
    ],
)
def test_x5_no_cell_of_a_file_is_a_formula(value: str) -> None:
    (row,) = csv.reader(io.StringIO(as_csv([[value]]), newline=""))
    assert row == [f"'{value}"]


def test_a_file_keeps_quotes_commas_and_lines_in_their_cell() -> None:
    cells = ['He said "no"', "a,b", "two\nlines", "", "null", "محمد"]
    written = as_csv([cells, cells])
    assert list(csv.reader(io.StringIO(written, newline=""))) == [cells, cells]
    assert written.endswith("\r\n")


def test_the_command_lists_every_route_with_permission_and_scope(
    app: Flask, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    from click.testing import CliRunner

    monkeypatch.setenv("GOVDESK_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVDESK_SECRET_KEY", "only for tests, never elsewhere")
    said = CliRunner().invoke(main, ["routes", "--json"], catch_exceptions=False)
    listed = {(row["route"], *row["methods"]): row for row in json.loads(said.stdout)}
    assert len(listed) == len(list(app.url_map.iter_rules()))
    assert listed["/tickets/<int:number>/notes", "POST"]["permission"] == "ticket:work"
    assert listed["/tickets/<int:number>/notes", "POST"]["scope"] == "ticket"
    assert listed["/people/<login>", "GET"]["scope"] == "person"
    assert listed["/signin", "POST"] == {
        "route": "/signin", "methods": ["POST"], "permission": "public", "scope": None,
    }  # fmt: skip
