"""Days and moments as directories write them."""

from datetime import UTC, date, datetime, timedelta, tzinfo

_BEFORE_WINDOWS = datetime(1601, 1, 1, tzinfo=UTC)
_NEVER = (0, 2**63 - 1)
"""What accountExpires says of an account without an end."""
_FORMS = ("%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%d%H")
"""GeneralizedTime without its fraction and zone. Source: RFC 4517, 3.3.13."""


def last_day(text: str, attribute: str, tz: tzinfo) -> date | None:
    """The last day, in office time, on which an account is of use; None for no end and for what is no day.

    A plain day is that day. A moment is the first at which the account is shut: midnight belongs to the day before.
    shadowExpire counts the days since 1970 until the first without the account.
    """
    try:
        if attribute.lower() == "shadowexpire":
            return date(1970, 1, 1) + timedelta(days=int(text) - 1) if int(text) >= 0 else None
        return _days(text) or _last_before(_moment(text, attribute), tz)
    except (ValueError, OverflowError):
        return None


def _days(text: str) -> date | None:
    """2038-01-31, 20380131."""
    return date.fromisoformat(text) if len(text) in (8, 10) and not text.startswith("-") else None


def _moment(text: str, attribute: str) -> datetime | None:
    if attribute.lower() == "accountexpires":
        return None if int(text) in _NEVER else _BEFORE_WINDOWS + timedelta(microseconds=int(text) // 10)
    return generalized_time(text)


def generalized_time(text: str) -> datetime:
    """A moment such as 20380131235959Z; parts of a second do not count. Raises ValueError."""
    plain = text.removesuffix("Z").partition(".")[0].partition(",")[0]
    for form in _FORMS:
        if len(plain) == len(datetime(2000, 1, 1).strftime(form)):  # noqa: DTZ001 (only its length counts)
            return datetime.strptime(plain, form).replace(tzinfo=UTC)
    raise ValueError(f"{text!r} is no moment such as 20380131235959Z")


def _last_before(moment: datetime | None, tz: tzinfo) -> date | None:
    return (moment - timedelta(seconds=1)).astimezone(tz).date() if moment else None
