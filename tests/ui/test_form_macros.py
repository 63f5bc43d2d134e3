"""What the form macros promise to every page: labels, help and errors tied to their field, nothing forgotten."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import FileField, HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

from govdesk.web import Form


class Question(Form):
    title = StringField("What happened?", [InputRequired("Say what happened")], description="In a few words")
    kind = RadioField(
        "What is it?",
        [InputRequired("Choose one")],
        choices=["Broken", "Wanted"],  # type: ignore[list-item]  # the type stubs know only tuples
    )
    account_id = HiddenField(default="7")


class Upload(Form):
    file = FileField("File")


def macro(app: Flask, name: str) -> Any:
    return getattr(app.jinja_env.get_template("_ui/form.html").module, name)


def in_error() -> Question:
    form = Question(MultiDict())
    assert not form.validate()
    return form


@pytest.fixture
def app_in_request(app: Flask) -> Any:
    with app.test_request_context("/"):
        yield app


def test_a_field_is_described_by_its_help(app_in_request: Flask) -> None:
    html = macro(app_in_request, "field")(Question().title)
    assert 'aria-describedby="title-help"' in html
    assert '<p class="help" id="title-help">In a few words</p>' in html
    assert "aria-invalid" not in html


def test_a_field_in_error_says_so_beside_itself(app_in_request: Flask) -> None:
    html = macro(app_in_request, "field")(in_error().title)
    assert 'aria-describedby="title-help title-error"' in html
    assert 'aria-invalid="true"' in html
    assert "Say what happened" in html


def test_the_summary_leads_to_each_field_in_error(app_in_request: Flask) -> None:
    html = macro(app_in_request, "errors")(in_error())
    assert '<a href="#title">Say what happened</a>' in html
    assert '<a href="#kind-0">Choose one</a>' in html
    assert 'id="kind-0"' in macro(app_in_request, "field")(in_error().kind)


def test_a_sound_form_has_no_summary(app_in_request: Flask) -> None:
    assert macro(app_in_request, "errors")(Question()).strip() == ""


def test_what_is_wrong_with_the_whole_form_stands_in_the_summary(app_in_request: Flask) -> None:
    form = Question()
    form.form_errors.append("The directory cannot be reached")
    assert "The directory cannot be reached" in macro(app_in_request, "errors")(form)


def test_a_form_carries_its_token_and_hidden_fields(app_in_request: Flask) -> None:
    form = Question()
    html = macro(app_in_request, "open")("/tickets", form=form, caller=lambda: "")
    assert 'name="csrf_token"' in html
    assert f'name="form_key" value="{form.form_key.data}"' in html
    assert 'name="account_id" value="7"' in html


def test_a_search_carries_no_token_into_the_address(app_in_request: Flask) -> None:
    html = macro(app_in_request, "open")("/accounts", method="get", caller=lambda: "")
    assert "csrf_token" not in html


def test_a_form_with_a_file_can_send_it(app_in_request: Flask) -> None:
    html = macro(app_in_request, "open")("/accounts/import", form=Upload(), caller=lambda: "")
    assert 'enctype="multipart/form-data"' in html
