"""Counts are grouped as people read them; numbers that are names are not."""

from govdesk.i18n import count_words, gettext, ngettext


def test_a_count_is_grouped_wherever_a_text_has_one() -> None:
    assert [count_words(n) for n in (0, 999, 1000, 12345, 1234567, -1000)] == [
        "0", "999", "1,000", "12,345", "1,234,567", "-1,000",
    ]  # fmt: skip
    assert ngettext("%(n)d account", "%(n)d accounts", 100000) == "100,000 accounts"
    assert gettext("%(done)d of %(all)d (%(percent)s %%)", done=999, all=1000, percent=99) == "999 of 1,000 (99 %)"


def test_the_number_of_a_ticket_stays_as_it_is() -> None:
    assert gettext("Ticket %(number)s", number=12345) == "Ticket 12345"
