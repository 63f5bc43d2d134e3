"""A file that brings in what communications called an impostor says so before anybody decides."""

from collections.abc import Callable
from io import BytesIO

from govdesk.directory.models import Person
from govdesk.proof.models import Outsider, Standing
from tests.pages import PageClient


def test_the_preview_names_a_known_impostor(
    client: PageClient, grace: Person, outsider: Callable[..., Outsider]
) -> None:
    outsider("https://x.com/fake", Standing.IMPOSTOR)
    outsider("https://x.com/fans", Standing.FAN)
    client.sign_in(grace)
    file = BytesIO(b"url\ntwitter.com/FAKE\nx.com/fans\n"), "list.csv"
    shown = client.get(client.submit("/accounts/import", file=file).location).text
    assert shown.count("Known impostor") == 1
