"""A report: what it tells, who may read it, and its lines, all at once or a thousand at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Select, func

from govdesk.access import Permission
from govdesk.reports.plots import Plot
from govdesk.reports.scene import Scene
from govdesk.reports.tables import Cell, Column, Figure, Line
from govdesk.web import Listing, Pages

PER_PAGE = 50
AT_ONCE = 1000
Choice = tuple[str, str]


@dataclass(frozen=True)
class Batched:
    """Lines that may be very many: read in portions, each drawn with a few more statements."""

    query: Callable[[Scene], Select[Any]]
    """Rows in no order."""
    draw: Callable[[Scene, Sequence[Any]], Iterable[Line]]
    """One portion of these rows as lines, in the same order."""
    orders: Mapping[str, Sequence[Any]]
    default: str

    def page(self, scene: Scene, listing: Listing, number: int) -> Pages[Line]:
        """Page `number`, or the last one."""
        query = self.query(scene)
        counted = query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
        total = scene.session.scalar(counted) or 0
        number = max(1, min(number, -(-total // PER_PAGE) or 1))
        part = listing.order(query).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
        rows = scene.session.execute(part).all()
        return Pages(list(self.draw(scene, rows)), number, total, PER_PAGE)

    def all(self, scene: Scene, listing: Listing) -> Iterator[Line]:
        """Every line; never more than a portion in memory."""
        query = listing.order(self.query(scene)).execution_options(yield_per=AT_ONCE)
        for rows in scene.session.execute(query).partitions():
            yield from self.draw(scene, rows)


@dataclass(frozen=True)
class Whole:
    """Few lines, made at once: one for each department or control. Those with sums stay below the others."""

    make: Callable[[Scene], Sequence[Line]]
    sortable: tuple[str, ...] = ()
    default: str = ""

    @property
    def orders(self) -> Mapping[str, Sequence[Any]]:
        return dict.fromkeys(self.sortable, ())

    def page(self, scene: Scene, listing: Listing, number: int) -> Pages[Line]:
        lines = self._sorted(scene, listing)
        number = max(1, min(number, -(-len(lines) // PER_PAGE) or 1))
        return Pages(lines[(number - 1) * PER_PAGE : number * PER_PAGE], number, len(lines), PER_PAGE)

    def all(self, scene: Scene, listing: Listing) -> Iterator[Line]:
        yield from self._sorted(scene, listing)

    def _sorted(self, scene: Scene, listing: Listing) -> list[Line]:
        made = list(self.make(scene))
        if not listing.sort:
            return made
        lines = [line for line in made if not line.is_total]
        lines.sort(key=lambda line: _rank(line.cells.get(listing.sort)), reverse=listing.direction == "descending")
        return lines + [line for line in made if line.is_total]


def _rank(cell: Cell) -> tuple[bool, Any]:
    return cell is not None, cell.casefold() if isinstance(cell, str) else cell


def no_plots(_scene: Scene) -> Sequence[Plot]:
    return ()


def no_choices(_scene: Scene) -> Sequence[Choice]:
    return ()


@dataclass(frozen=True)
class Report:
    """One report. Two never share a `number`, by which the trail speaks of them, also when one is gone."""

    __tablename__: ClassVar = "report"

    number: int
    key: str
    """In its address."""
    title: str
    purpose: str
    """What it is for, in a sentence or two."""
    counted: str
    """What is counted and what is not."""
    permission: Permission
    columns: Callable[[Scene], Sequence[Column]]
    figures: Callable[[Scene], Iterator[Figure]]
    """The numbers above the table; the first alone stands on the list of reports."""
    lines: Batched | Whole
    by_account: bool = True
    """Can be narrowed to a department and a platform."""
    choices: Callable[[Scene], Sequence[Choice]] = no_choices
    """Its own filter; the first is what it shows unasked."""
    plots: Callable[[Scene], Sequence[Plot]] = no_plots
    """Drawn above the table."""
    asks_first: str = ""
    """What to say where its own filter has to be used first; else it shows something unasked."""

    @property
    def id(self) -> int:
        return self.number

    def tells_who(self, columns: Iterable[Column]) -> bool:
        """Whether it says, with these columns, who gets in or where recovery goes: then reading is on record."""
        return self.permission is Permission.REPORT_ACCESS or any(column.asks for column in columns)

    def listing(self) -> Listing:
        """The order in which it comes unasked."""
        return Listing(self.lines.orders, self.lines.default, "ascending")
