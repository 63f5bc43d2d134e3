"""The settings of request types: all of them, one with its versions, and changing it."""

from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.desk.blueprint import bp
from govdesk.desk.types import versions
from govdesk.desk.types.forms import form_for
from govdesk.desk.types.keeping_forms import TypeTextForm
from govdesk.desk.types.models import Source
from govdesk.desk.types.present import policy_files, sources, types_here
from govdesk.desk.types.reading import RequestType, texts_of
from govdesk.desk.types.saying import conditions_in_words
from govdesk.errors import NotFound
from govdesk.i18n import _
from govdesk.web import done, page, requires
from govdesk.web.guard import NO_SUCH_PAGE

ALL = "/settings/requests"
ONE = f"{ALL}/<key>"


@bp.get(ALL)
@requires(Permission.TYPE_READ)
def list_types() -> ResponseReturnValue:
    return page("desk/types.html", types=types_here().values())


@bp.get(ONE)
@requires(Permission.TYPE_READ)
def show_type(key: str) -> ResponseReturnValue:
    wanted = _type(key)
    return page("desk/type.html", history=versions.history(g.db, key), **_shown(wanted))


@bp.get(f"{ONE}/file")
@requires(Permission.TYPE_READ)
def take_type(key: str) -> ResponseReturnValue:
    """The version in force as the file it would be: what an organisation keeps in git."""
    _type(key)
    head = {"Content-Disposition": f'attachment; filename="{key}.yml"'}
    return _text(key), {"Content-Type": "application/yaml; charset=utf-8", **head}


@bp.get(f"{ONE}/edit")
@requires(Permission.TYPE_KEEP)
def edit_type(key: str) -> ResponseReturnValue:
    _type(key)
    newest = versions.newest(g.db, key)
    return _edit_page(key, TypeTextForm(key=key, text=_text(key), number=newest.number if newest else 0))


@bp.post(f"{ONE}/edit")
@requires(Permission.TYPE_KEEP)
def change_type(key: str) -> ResponseReturnValue:
    """First what it would ask, then, by the button below that, the version itself."""
    _type(key)
    form = TypeTextForm(request.form, key=key)
    if not form.validate():
        return _edit_page(key, form, status=422)
    if "sure" not in request.form:
        return page("desk/type_preview.html", form=form, key=key, **_shown(form.written))
    written = versions.Written(key, form.text.data or "", Source.PAGE, form.reason.data, g.person)
    made = versions.make_version(g.db, written, after=form.seen, now=clock.utcnow())
    g.db.commit()
    say = _("Version %(n)s is in force. Tickets that are open keep the one they were asked with.", n=made.number)
    return done(then=url_for("desk.show_type", key=key), say=say)


def _type(key: str) -> RequestType:
    """Raises NotFound."""
    found = types_here().get(key)
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def _text(key: str) -> str:
    newest = versions.newest(g.db, key)
    return newest.text if newest else texts_of(policy_files())[key]


def _shown(wanted: RequestType) -> dict[str, Any]:
    """A type as its form, and in words."""
    asked = form_for(wanted, sources())
    return {"type": wanted, "asked": asked, "conditions": conditions_in_words(wanted.content)}


def _edit_page(key: str, form: TypeTextForm, status: int = 200) -> ResponseReturnValue:
    return page("desk/type_edit.html", status=status, form=form, key=key)
