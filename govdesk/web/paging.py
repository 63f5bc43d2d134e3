"""Lists in pages, their filters and order in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for
from sqlalchemy import Select, func
from sqlalchemy.orm import Session

PER_PAGE = 25
Row = TypeVar("Row")


@dataclass(frozen=True)
class Pages(Generic[Row]):
    """One page of a list, and the way to the others."""

    rows: Sequence[Row]
    page: int
    total: int
    per_page: int = PER_PAGE

    @classmethod
    def of(cls, session: Session, query: Select[Any], number: int, per_page: int = PER_PAGE) -> "Pages[Row]":
        """Page `number` (from 1) of `query`; a number beyond the end gives the last page. Two statements."""
        counted = query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
        total = session.scalar(counted) or 0
        number = max(1, min(number, -(-total // per_page) or 1))
        rows = session.scalars(query.limit(per_page).offset((number - 1) * per_page)).unique().all()
        return cls(rows, number, total, per_page)

    @property
    def pages(self) -> int:
        return -(-self.total // self.per_page) or 1

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1; 0 when there is none."""
        return (self.page - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.page * self.per_page, self.total)

    def url(self, number: int) -> str:
        """This list, same filters, another page."""
        return here(page=number if number > 1 else None)


@dataclass(frozen=True)
class Listing:
    """How a list is ordered: a key of `columns`, and a direction."""

    columns: Mapping[str, Sequence[Any]]
    sort: str
    direction: str

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[Any]], default: str) -> "Listing":
        """The order asked for in the address (`?sort=name` or `?sort=-name`); an unknown one is the default."""
        wanted = request.args.get("sort", default)
        key, direction = wanted.removeprefix("-"), "descending" if wanted.startswith("-") else "ascending"
        return cls(columns, key, direction) if key in columns else cls(columns, default, "ascending")

    def order(self, query: Select[Any]) -> Select[Any]:
        """`query` in this order."""
        columns = self.columns[self.sort]
        return query.order_by(*(c.desc() if self.is_downwards else c.asc() for c in columns))

    @property
    def is_downwards(self) -> bool:
        return self.direction == "descending"

    def sort_url(self, key: str) -> str:
        """This list ordered by `key` from its beginning; the other way round when it already is."""
        again = key == self.sort and not self.is_downwards
        return here(sort=f"-{key}" if again else key, page=None, after=None)


def page_number() -> int:
    """`?page=` as a number, 1 for anything else."""
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def here(**changes: Any) -> str:
    """This address with some arguments changed; None takes one away."""
    assert request.endpoint is not None
    asked = {**request.args.to_dict(), **changes}
    # Not left to url_for: from a stranger's link it would take `_scheme`, `_external` and the like as its own.
    query = urlencode({name: value for name, value in asked.items() if value not in (None, "")})
    return url_for(request.endpoint, **(request.view_args or {})) + (f"?{query}" if query else "")
