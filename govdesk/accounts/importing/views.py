"""Importing accounts on the page: choose a file, correct how it is read, decide; and what was imported before."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts.importing import queries, reading
from govdesk.accounts.importing.actions import imports, undoing
from govdesk.accounts.importing.actions.progress import go_on
from govdesk.accounts.importing.figures import figures_of, unknown_words, what_was_done
from govdesk.accounts.importing.forms import ImportForm, ReadingForm, WordsForm, reading_form, words_form
from govdesk.accounts.importing.kept import unpack
from govdesk.accounts.importing.models import MOST_AT_ONCE, AccountImport, ImportRow, ImportWork, RowOutcome
from govdesk.accounts.importing.reading.columns import FIELDS
from govdesk.accounts.importing.readings import as_read_before
from govdesk.accounts.importing.source import Source, Wish, digest_of, refuse_secret_names, understood
from govdesk.accounts.pages import people_called, platforms
from govdesk.accounts.telling_changes import told
from govdesk.directory.queries import departments
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.web import Pages, done, page, requires, settings
from govdesk.web.paging import page_number

bp = Blueprint("imports", __name__)
MOST_LINES = 100
"""Lines of one kind that a preview shows."""


@bp.get("/accounts/import")
@requires(Permission.ACCOUNT_IMPORT)
def choose() -> ResponseReturnValue:
    return _chooser(ImportForm())


@bp.post("/accounts/import")
@requires(Permission.ACCOUNT_IMPORT)
def look() -> ResponseReturnValue:
    form = ImportForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate():
        return _chooser(form, status=422)
    name, content = form.file.data.filename, form.file.data.read()
    wish = Wish(source=(form.source.data or "").strip(), is_whole=form.whole.data)
    try:
        received = _received(name, content, wish)
    except Invalid as error:
        form.file.errors = [str(error)]
        return _chooser(form, status=422)
    g.db.commit()
    return done(then=_page_of(received))


def _received(name: str, content: bytes, wish: Wish) -> AccountImport:
    """The file, looked at; a long one is left for the worker to look at. Raises Invalid."""
    refuse_secret_names(name, wish.source)
    wish = replace(wish, choices=queries.remembered(g.db, wish.source_of(name)))
    _let_others_write()
    sheets, now = reading.read(name, content, platforms()), clock.utcnow()
    wish = as_read_before(g.db, sheets, wish, name, platforms())
    _let_others_write()
    if imports.rows_in(sheets) > MOST_AT_ONCE:
        return imports.keep_unread(g.db, name, content, sheets, wish, by=g.person, now=now, platforms=platforms())
    digest = digest_of(content)
    source, report = _looked_at(lambda known: understood(name[:300], digest, sheets, platforms(), wish, known))
    return imports.keep(g.db, source, report, by=g.person, now=now, platforms=platforms())


def _chooser(form: ImportForm, status: int = 200) -> ResponseReturnValue:
    return page("accounts/import.html", form=form, sources=g.db.scalars(queries.sources()).all(), status=status)


def _looked_at(read: Callable[[set[str]], Source]) -> tuple[Source, dict[str, Any]]:
    """A file and what it would do, found out while others may write; `read` gets the departments' keys."""
    _let_others_write()
    with current_app.extensions["reading_sessions"]() as session:
        known = queries.department_keys(session)
        _let_go(session)
        source = read(known)
        return source, imports.look(session, source, platforms(), by=g.person)


def _let_others_write() -> None:
    """On SQLite whoever asked who is signed in holds the lock; long work gives it back first."""
    g.db.commit()


def _let_go(session: Session) -> None:
    session.rollback()


@bp.get("/accounts/import/history")
@requires(Permission.ACCOUNT_IMPORT)
def history() -> ResponseReturnValue:
    pages: Pages[AccountImport] = Pages.of(g.db, queries.done_imports(), page_number())
    return page("accounts/imports.html", pages=pages)


@bp.get("/accounts/import/<int:import_id>")
@requires(Permission.ACCOUNT_IMPORT, on=queries.account_import)
def show(received: AccountImport) -> ResponseReturnValue:
    return _shown(received)


@bp.post("/accounts/import/<int:import_id>")
@requires(Permission.ACCOUNT_IMPORT, on=queries.account_import)
def apply(received: AccountImport) -> ResponseReturnValue:
    _demand_same_file(received)
    if received.is_long:
        return _asked(received, ImportWork.APPLY)
    _let_others_write()
    now = clock.utcnow()
    today = clock.local_date(now, settings().timezone)
    for count in imports.apply(g.db, received, by=g.person, now=now, today=today, platforms=platforms()):
        go_on(g.db, received, count, at=clock.utcnow())
        g.db.commit()
    return done(
        then=_page_of(received),
        say=what_was_done(received.report),
    )


@bp.post("/accounts/import/<int:import_id>/reading")
@requires(Permission.ACCOUNT_IMPORT, on=queries.account_import)
def reread(received: AccountImport) -> ResponseReturnValue:
    _demand_undecided(received)
    form = reading_form(_sheets(received), received, platforms(), request.form)
    if not form.validate():
        return _shown(received, reading=form, status=422)
    choices = _merged(queries.remembered(g.db, form.chosen_source), received.choices)
    meanings = {} if "as_guessed" in request.form else form.chosen_meanings
    wish = Wish(form.chosen_sheet, meanings, form.chosen_source, form.whole.data, choices)
    return _look_again(received, wish)


@bp.post("/accounts/import/<int:import_id>/words")
@requires(Permission.ACCOUNT_IMPORT, on=queries.account_import)
def settle_words(received: AccountImport) -> ResponseReturnValue:
    _demand_undecided(received)
    form = _words_form(received, request.form)
    if not form.validate():
        return _shown(received, words=form, status=422)
    was = imports.wish_of(received)
    kept = {
        kind: {word: id_ for word, id_ in words.items() if (kind, word) not in form.asked}
        for kind, words in was.choices.items()
    }
    return _look_again(received, replace(was, choices=_merged(kept, form.chosen)))


def _merged(*parts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """What was chosen, the later part before the earlier one."""
    return {
        kind: {word: id_ for part in parts for word, id_ in part.get(kind, {}).items()}
        for kind in ("department", "person")
    }


def _look_again(received: AccountImport, wish: Wish) -> ResponseReturnValue:
    if received.is_long:
        return _asked(received, ImportWork.LOOK, wish)
    source, report = _looked_at(lambda _known: imports.kept_source(received, platforms(), wish))
    imports.look_again(g.db, received, source, report)
    g.db.commit()
    return done(then=_page_of(received), say=_("The file was looked at again."))


@bp.post("/accounts/import/<int:import_id>/undoing")
@requires(Permission.ACCOUNT_IMPORT, on=queries.account_import)
def undo(received: AccountImport) -> ResponseReturnValue:
    if received.is_long:
        return _asked(received, ImportWork.UNDO)
    now = clock.utcnow()
    today = clock.local_date(now, settings().timezone)
    for _step in undoing.undo(g.db, received, by=g.person, now=now, today=today):
        g.db.commit()
    return done(then=_page_of(received), say=_("The import is taken back."))


def _asked(received: AccountImport, work: ImportWork, wish: Wish | None = None) -> ResponseReturnValue:
    """Leave it to the worker; the page shows how far it is."""
    imports.ask(received, work, by=g.person, wish=wish)
    g.db.commit()
    return done(then=_page_of(received))


def _demand_same_file(received: AccountImport) -> None:
    if request.form.get("digest") != received.digest:
        raise Conflict(_("Another file has been looked at meanwhile. Look at yours again."))


def _demand_undecided(received: AccountImport) -> None:
    _demand_same_file(received)
    if received.content is None or received.applied_at is not None or received.awaits is not None:
        raise Conflict(_("This file is brought in already. Take the import back first, or take the file again."))


def _shown(
    received: AccountImport, reading: ReadingForm | None = None, words: WordsForm | None = None, status: int = 200
) -> ResponseReturnValue:
    if received.awaits is not None:
        return page("accounts/working.html", received=received)
    outcome = request.args.get("outcome", "")
    pages: Pages[ImportRow] = Pages.of(g.db, queries.rows_of(received, outcome), page_number())
    waits = received.content is not None and received.applied_at is None
    if waits:
        reading = reading or reading_form(_sheets(received), received, platforms())
        words = words or _words_form(received)
    return page(
        "accounts/preview.html",
        status=status,
        received=received,
        report=received.report,
        waits=waits,
        reading=reading,
        words=words,
        pages=pages,
        told=told(g.db, pages.rows, g.person),
        outcome=outcome,
        field_names=FIELDS,
        figures=figures_of(received.report, is_whole=received.is_whole),
        unknown_platforms=unknown_words(received.report, "platform"),
        unknown_tiers=unknown_words(received.report, "tier"),
        outcomes=list(RowOutcome),
        counts=queries.outcomes_of(g.db, received),
        gone=g.db.scalars(queries.gone_of(received).limit(MOST_LINES)).all(),
        stands_still=queries.nobody_works_on(g.db, received, clock.utcnow()),
        can_be_read=not waits or _can_be_read(received),
        departments=g.db.scalars(departments()).all(),
        most=MOST_LINES,
        is_read_as_before=waits and _is_read_as_before(received),
    )


def _is_read_as_before(received: AccountImport) -> bool:
    """Whether columns are read as somebody corrected them for an earlier list."""
    before = queries.read_before(g.db, received.source, received.meanings)
    return bool(before) and before == received.report.get("corrected")


def _can_be_read(received: AccountImport) -> bool:
    return not received.meanings or reading.names_an_address(received.meanings, platforms())


def _sheets(received: AccountImport) -> list[reading.Sheet]:
    return unpack(received.content or b"")


def _words_form(received: AccountImport, *args: Any) -> WordsForm:
    found = {department.name: department.id for department in g.db.scalars(departments())}
    return words_form(
        received.report,
        *args,
        digest=received.digest,
        remembered=queries.remembered(g.db, received.source),
        departments=found,
        logins=queries.logins(g.db, received.report.get("chosen", {}).get("person", {}).values()),
        find=people_called,
    )


def _page_of(received: AccountImport) -> str:
    return url_for("imports.show", import_id=received.id)
