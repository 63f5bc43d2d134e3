"""No form takes what would open an account, nor shows it again; letters that nobody sees stay out of one line."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField, TextAreaField
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
