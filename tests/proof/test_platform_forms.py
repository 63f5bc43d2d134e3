"""After a report, the way to the platform's own form."""

from govdesk.directory.models import Person
from tests.pages import PageClient


def test_who_reported_is_led_to_the_form_of_the_platform(client: PageClient, olu: Person) -> None:
    shown = client.sign_in(olu).get("/accounts/impostors/thanks?platform=tiktok").text
    assert "Report impersonation to TikTok" in shown
    assert client.get("/accounts/impostors/thanks?platform=nonsense").status_code == 200
