"""No form takes what would open an account, nor shows it again; letters that nobody sees stay out of one line."""

from time import process_time

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import Length

from govdesk.directory.models import Person
from govdesk.unseen import without_unseen
from govdesk.web import Form
from tests.pages import PageClient

SECRET = "the password is Tornado55!"


class AnyForm(Form):
    where = HiddenField()
    name = StringField("Name", [Length(max=10, message="Too long")])
    note = TextAreaField("Note")


@pytest.mark.parametrize("field", ["where", "name", "note"])
@pytest.mark.parametrize("prefix", ["", "reply-"])
def test_a_refused_value_is_gone_and_the_others_stay(field: str, prefix: str) -> None:
    sent = {"where": "here", "name": "NOAA", "note": "Two lines", field: SECRET}
    form = AnyForm(MultiDict({f"{prefix}{name}": value for name, value in sent.items()}), prefix=prefix)
    assert not form.validate()
    assert [name for name in ("where", "name", "note") if form[name].errors] == [field]
    assert "thrown away" in form[field].errors[0], "not that it is too long: what it is counts more"
    assert form[field].data == ""
    assert [form[name].data for name in sent if name != field] == [sent[name] for name in sent if name != field]


OURS = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"


class DatedForm(Form):
    since_on = DateField("Since")
    every_days = IntegerField("Every")
    whole = BooleanField("Whole")
    kind = RadioField("Kind", choices=[SelectChoice("a"), SelectChoice(OURS)])
    several = SelectMultipleField("Several", choices=[SelectChoice("a"), SelectChoice("b")])
    version = HiddenField()


SOUND = {"since_on": "2026-05-12", "every_days": "90", "kind": "a", "several": "a", "version": "3"}


@pytest.mark.parametrize("field", ["since_on", "every_days", "whole", "kind", "several", "version"])
def test_a_field_of_whatever_kind_shows_no_secret_again(field: str) -> None:
    form = DatedForm(MultiDict({**SOUND, field: SECRET}))
    assert not form.validate()
    assert list(form.errors) == [field]
    assert "thrown away" in form[field].errors[0]
    assert "Tornado55" not in "".join(str(shown()) for shown in form)


def test_what_we_gave_to_choose_from_is_no_secret() -> None:
    assert DatedForm(MultiDict({**SOUND, "kind": OURS})).validate()


def test_a_key_of_the_form_that_is_a_secret_gives_way_to_a_new_one() -> None:
    form = AnyForm(MultiDict({"form_key": "password: Tornado55"}))
    assert len(form.form_key.data or "") == 22
    assert "Tornado55" not in str(form.form_key())
    kept = form.form_key.data
    assert AnyForm(MultiDict({"form_key": kept})).form_key.data == kept


def test_what_is_far_too_long_is_thrown_away_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("govdesk.web.forms.holds_secret", asked.append)
    form = AnyForm(MultiDict({"name": "password " * 200_000, "note": "Two lines"}))
    assert not form.validate()
    assert (form.name.data, form.name.errors) == ("", ["Too long"])
    assert max(map(len, asked)) < 40


def test_a_ticket_of_megabytes_is_refused_for_its_length_at_once(client: PageClient, grace: Person) -> None:
    writer, text = client.sign_in(grace), "password " * 200_000
    begun = process_time()
    answer = writer.submit("/tickets/new", subject="Help", text=text)
    assert answer.status_code == 422
    assert "Write at most" in answer.text
    assert process_time() - begun < 2


def test_a_line_of_letters_that_nobody_sees_takes_little_time() -> None:
    begun = process_time()
    assert without_unseen("\u200b" * 200_000) == ""
    assert process_time() - begun < 1


STARTS = (
    "/accounts/new?url={}",
    "/accounts/requests/new/open?url={}",
    "/accounts/requests/new/open?url=&platform=x&handle={}",
)


@pytest.mark.parametrize("address", STARTS)
def test_an_address_that_is_a_secret_is_not_shown_again(client: PageClient, grace: Person, address: str) -> None:
    answer = client.sign_in(grace).get(address.format("password: Tornado55"))
    assert (answer.status_code, "thrown away" in answer.text, "Tornado55" in answer.text) == (422, True, False)


SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
UNSEEN = [
    ("NOAA\u202egpj.exe", "NOAAgpj.exe"),
    ("no\u200baa", "noaa"),
    ("\u2066Press\u2069 office\ufeff", "Press office"),
    ("a\u200db", "ab"),
    ("fl\u00adood", "flood"),
    # What writing needs stays.
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("श्\u200dर", "श्\u200dर"),
    ("👩\u200d🔬 Lab", "👩\u200d🔬 Lab"),
    ("👩🏽\u200d🚀", "👩🏽\u200d🚀"),
    (SCOTLAND, SCOTLAND),
    ("Papahānaumokuākea", "Papahānaumokuākea"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "left"), UNSEEN)
def test_what_nobody_sees_is_taken_out_of_a_line(text: str, left: str) -> None:
    assert without_unseen(text) == left
    assert AnyForm(MultiDict({"name": text})).name.data == left
