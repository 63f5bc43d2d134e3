"""One person's page: each reader sees what their role allows, and nobody learns that there is more."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.desk.rules import TicketKind, Visibility
from govdesk.directory.models import Department, Person, PersonRole, PersonState
from tests.conftest import NOW
from tests.pages import PageClient

SECTIONS = ("Roles", "Accounts", "Passwords to change", "Open tickets", "Policies", "Signed in", "History")
SEEN_OF_ADA = {
    # who      Roles  Accounts Passwords Tickets Policies SignedIn History
    "ada":   (True,  True,  True,  True,  True,  True,  False),
    "olu":   (False, False, False, False, False, False, False),
    "grace": (False, True,  False, False, True,  False, False),
    "sam":   (True,  True,  True,  False, True,  True,  True),
    "mei":   (False, False, False, True,  False, False, False),
    "noor":  (True,  True,  True,  True,  True,  True,  True),
    "root":  (True,  False, False, False, False, False, False),
}  # fmt: skip


def sections(html: str) -> tuple[bool, ...]:
    found = re.findall(r"<h2>(.*?)</h2>", html)
    return tuple(section in found for section in SECTIONS)


@pytest.mark.parametrize("who", SEEN_OF_ADA)
def test_each_reader_sees_the_sections_of_their_role(client: PageClient, cast: dict[str, Person], who: str) -> None:
    shown = client.sign_in(cast[who]).get("/people/ada")
    assert shown.status_code == 200
    assert sections(shown.text) == SEEN_OF_ADA[who]


def test_a_manager_sees_what_their_people_have_acknowledged_and_no_more(
    client: PageClient, session: Session, cast: dict[str, Person]
) -> None:
    cast["ada"].manager = cast["olu"]
    session.commit()
    shown = sections(client.sign_in(cast["olu"]).get("/people/ada").text)
    assert [name for name, seen in zip(SECTIONS, shown, strict=True) if seen] == ["Policies"]


def test_everybody_sees_what_an_address_book_has(
    client: PageClient, session: Session, cast: dict[str, Person], commerce: Department, press_office: Department
) -> None:
    press_office.parent, press_office.head, cast["ada"].manager = commerce, cast["grace"], cast["sam"]
    session.commit()
    shown = client.sign_in(cast["olu"]).get("/people/ADA").text
    for words in (
        "NOAA Press Office",
        "Department of Commerce",
        "Grace Okafor",
        "Sam Lindqvist",
        "ada@commerce.example",
    ):
        assert words in shown


def test_a_role_is_shown_with_the_group_that_gives_it(client: PageClient, root: Person, noor: Person) -> None:
    shown = client.sign_in(noor).get("/people/root").text
    assert "Administrator" in shown
    assert "cn=govdesk-admin,ou=groups,dc=commerce,dc=example" in shown.replace("<wbr>", "")


def test_accounts_say_what_the_person_is_to_them(
    client: PageClient, session: Session, ada: Person, noor: Person, press_office: Department
) -> None:
    press_office.head = ada
    account = SocialAccount(
        identity="x:noaa", platform="x", kind="profile", handle="noaa", url="https://x.com/noaa", name="NOAA",
        owner=ada, registered_at=NOW, ownerships=[Ownership(department=press_office, position=0)],
    )  # fmt: skip
    session.add(account)
    session.flush()
    session.add(Custodianship(account_id=account.id, person_id=ada.id, since_on=date(2027, 1, 4)))
    session.commit()
    shown = client.sign_in(noor).get("/people/ada").text
    for words in ("noaa", "owner", "holds the credential", "heads the department"):
        assert words in shown


def test_of_a_leaver_it_is_still_known_what_they_could_get_into(
    client: PageClient, session: Session, lars: Person, noor: Person
) -> None:
    account = SocialAccount(
        identity="x:noaa", platform="x", kind="profile", handle="noaa", url="https://x.com/noaa", name="NOAA",
        registered_at=NOW,
    )  # fmt: skip
    session.add(account)
    session.flush()
    since, until = date(2027, 1, 4), date(2027, 2, 15)
    session.add(Custodianship(account_id=account.id, person_id=lars.id, since_on=since, ended_on=until))
    session.commit()
    shown = client.sign_in(noor).get(f"/people/id/{lars.id}").text
    assert "Held the credential before" in shown
    assert "noaa" in shown
    assert "2027-02-15" in shown


@pytest.fixture
def tickets(session: Session, ada: Person, olu: Person) -> None:
    """Olu asked; Ada, who is not an agent (any more), is on record as working on it."""
    ticket = Ticket(
        kind=TicketKind.INCIDENT, subject="Canary subject", requester_id=olu.id, assignee_id=ada.id,
        opened_at=NOW, changed_at=NOW, form_key="k",
    )  # fmt: skip
    session.add(ticket)
    session.flush()
    words = TicketMessage(author_id=olu.id, visibility=Visibility.PUBLIC, text="Help", written_at=NOW, form_key="m")
    ticket.messages.append(words)
    session.commit()


def test_who_was_an_agent_no_longer_reads_what_they_were_given(
    client: PageClient, tickets: None, cast: dict[str, Person]
) -> None:
    assert "Canary subject" not in client.sign_in(cast["ada"]).get("/people/ada").text
    assert "Canary subject" in client.sign_in(cast["mei"]).get("/people/ada").text
    assert "Canary subject" in client.sign_in(cast["olu"]).get("/people/olu").text


READS_LEAVERS = {
    "grace": 200, "sam": 200, "noor": 200, "root": 200, "mei": 404, "ada": 404, "olu": 404,
}  # fmt: skip


@pytest.mark.parametrize("who", READS_LEAVERS)
@pytest.mark.parametrize("by", ["login", "number"])
def test_a_leaver_is_shown_to_who_has_to_know_and_missing_for_others(
    client: PageClient, cast: dict[str, Person], who: str, by: str
) -> None:
    lars = "lars" if by == "login" else f"id/{cast['lars'].id}"
    reader = client.sign_in(cast[who])
    shown, missing = (
        reader.get(f"/people/{lars}"),
        reader.get(f"/people/{'nobody' if by == 'login' else 'id/987654'}"),
    )
    assert shown.status_code == READS_LEAVERS[who]
    assert missing.status_code == 404
    if shown.status_code == 404:
        assert _same_for_all(shown.text) == _same_for_all(missing.text)
    else:
        assert "Has left" in shown.text


def _same_for_all(html: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", html)


def test_i3_the_page_of_a_login_is_its_present_holders_and_the_former_has_one_of_their_own(
    client: PageClient, session: Session, cast: dict[str, Person], census: Department
) -> None:
    former = Person(
        directory_id="other", login="ada", login_key="ada", name="Ada Former", department=census,
        state=PersonState.LEFT, left_on=date(2026, 5, 1),
    )  # fmt: skip
    session.add(former)
    session.commit()
    noor = client.sign_in(cast["noor"])
    shown = noor.get("/people/ada").text
    assert "<h1>Ada Sørensen</h1>" in shown
    assert f'href="/people/id/{former.id}"' in shown
    assert "<h1>Ada Former</h1>" in noor.get(f"/people/id/{former.id}").text
    assert "Ada Former" not in client.sign_in(cast["olu"]).get("/people/ada").text


HIDDEN = ("leaves_on", "missing_since")


@pytest.mark.parametrize("fact", HIDDEN)
def test_what_is_to_come_is_known_to_who_must_act_but_not_to_colleagues_nor_the_person(
    client: PageClient, session: Session, cast: dict[str, Person], fact: str
) -> None:
    setattr(cast["ada"], fact, date(2027, 6, 30) if fact == "leaves_on" else NOW)
    session.commit()
    sees = {who for who in ("grace", "sam", "noor", "root", "mei", "olu", "ada") if _warns(client, cast, who)}
    assert sees == {"grace", "sam", "noor", "root"}


def _warns(client: PageClient, cast: dict[str, Person], who: str) -> bool:
    return "notice-soon" in client.sign_in(cast[who]).get("/people/ada").text


ODD = [
    "<script>alert(1)</script>", "=cmd|'/c calc'!A1", "null", "محمد العربي", "Ada\u202eevil",
    "O'Brien, \"Jo\" & Sons",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_x5_an_odd_name_is_data(client: PageClient, session: Session, ada: Person, noor: Person, name: str) -> None:
    ada.name = name
    session.commit()
    shown = client.sign_in(noor).get("/people/ada")
    assert shown.status_code == 200
    assert "<script>alert" not in shown.text
    assert "Nobody matches" not in client.get("/people").text


@pytest.mark.parametrize(
    "login", ["a+b", "a,b", 'a"b', "a(b)", "*", "a\\b", "a/b", "..", "ü b", "a?b#c", "id", "%2F"]
)
def test_l2_the_link_to_an_odd_login_leads_to_its_person(
    client: PageClient, session: Session, ada: Person, noor: Person, login: str
) -> None:
    ada.login = ada.login_key = login
    session.commit()
    listed = client.sign_in(noor).get("/people?q=Sørensen").text
    (href,) = re.findall(r'class="person" href="([^"]*)"', listed)
    assert "<h1>Ada Sørensen</h1>" in client.get(href).text


def test_a_name_elsewhere_leads_to_the_page_only_where_the_reader_may_go(
    client: PageClient, session: Session, cast: dict[str, Person]
) -> None:
    cast["ada"].manager = cast["lars"]
    session.commit()
    link = f'href="/people/id/{cast["lars"].id}"'
    assert link not in client.sign_in(cast["olu"]).get("/people/ada").text
    assert link in client.sign_in(cast["noor"]).get("/people/ada").text


@pytest.fixture
def statements(session: Session) -> Callable[[], int]:
    """How many statements were sent since it was last asked."""
    sent: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: sent.append(args[2]))

    def since() -> int:
        count = len([text for text in sent if not text.startswith(("SAVEPOINT", "RELEASE"))])
        sent.clear()
        return count

    return since


def test_the_page_takes_as_many_statements_for_a_busy_person_as_for_a_free_one(
    client: PageClient, session: Session, cast: dict[str, Person], statements: Callable[[], int]
) -> None:
    noor, ada = client.sign_in(cast["noor"]), cast["ada"]
    add_account(session, ada, 0)
    noor.get("/people/ada")  # from now on the history tells who has read it, by name
    session.expire_all()
    statements()
    noor.get("/people/ada")
    with_one = statements()
    for number in range(1, 30):
        add_account(session, ada, number)
    session.expire_all()
    statements()
    noor.get("/people/ada")
    assert statements() == with_one
    assert with_one <= 40


def add_account(session: Session, owner: Person, number: int) -> None:
    session.add(
        SocialAccount(
            identity=f"x:n{number}", platform="x", kind="profile", handle=f"n{number}", url=f"https://x.com/n{number}",
            name="N", owner_id=owner.id, registered_at=NOW,
            ownerships=[Ownership(department_id=owner.department_id, position=0)],
        )
    )  # fmt: skip
    session.commit()


def test_agents_of_the_desk_keep_their_role_on_their_own_page(
    client: PageClient, session: Session, mei: Person
) -> None:
    mei.granted.append(PersonRole(role=Role.COMMS, group_dn="cn=both,dc=example"))
    session.commit()
    shown = client.sign_in(mei).get("/people/mei").text
    assert "cn=both,dc=example" in shown.replace("<wbr>", "")
    assert "Communications" in shown
