"""A rename is one account: its id stays official, the handle it gave up does not."""

from datetime import date

from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, FormerHandle, SocialAccount
from tests.conftest import NOW
from tests.pages import PageClient
from tests.proof.conftest import Register
from tests.proof.test_verify import STORMS, asked


def give_up(session: Session, account: SocialAccount) -> None:
    account.former_handles.append(
        FormerHandle(
            identity="x:account:noaa_gales",
            handle="NOAA_Gales",
            url="https://x.com/NOAA_Gales",
            until_on=date(2026, 1, 31),
            recorded_at=NOW,
        )
    )
    session.commit()


def test_a_handle_given_up_is_former_and_leads_to_the_one_in_use(
    client: PageClient, session: Session, storms: SocialAccount
) -> None:
    give_up(session, storms)
    status, answer = asked(client, "twitter.com/noaa_gales/status/1")
    account = answer["account"]
    assert (status, answer["status"], account["handle"]) == (200, "former", "NOAA_Gales")
    assert (account["until"], account["replaced_by"]) == ("2026-01-31", STORMS)


def test_a_handle_given_up_by_what_is_retired_now_leads_nowhere(
    client: PageClient, session: Session, storms: SocialAccount
) -> None:
    give_up(session, storms)
    storms.state = AccountState.RETIRED
    session.commit()
    answer = asked(client, "x.com/noaa_gales")[1]
    assert (answer["status"], answer["account"]["replaced_by"]) == ("former", None)


def test_an_address_with_the_platforms_own_id_is_ours_under_any_handle(
    client: PageClient, session: Session, register: Register
) -> None:
    page = register("https://www.facebook.com/CommerceGov")
    page.platform_id = "100064500000001"
    session.commit()
    assert asked(client, "https://m.facebook.com/profile.php?id=100064500000001")[1]["status"] == "official"
    assert asked(client, "https://m.facebook.com/profile.php?id=100064500000002")[0] == 404
