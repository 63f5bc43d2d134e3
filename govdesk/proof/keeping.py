"""Pages of communications: what proves an account to others, and what the public is told of it."""

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts import queries
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department
from govdesk.i18n import _
from govdesk.proof import asking, outsiders, public, snippets, succession
from govdesk.proof.forms import DepartmentForm, SuccessionForm
from govdesk.proof.rules import Status, status_of
from govdesk.proof.verifying import Answer
from govdesk.web import adds_panel, done, page, requires, settings

bp = Blueprint("proof_keeping", __name__, url_prefix="/accounts")
adds_panel("proof/_of_account.html", to="account", permission=Permission.PROOF_KEEP, place=80)


@bp.app_template_global("public_answer_about")
def public_answer_about(account: SocialAccount) -> Answer:
    """What anybody is told who asks for this account's address."""
    return asking.answer_to(account.url)


@bp.get("/<int:account_id>/proof")
@requires(Permission.PROOF_KEEP, on=queries.account)
def show(account: SocialAccount) -> ResponseReturnValue:
    known = succession.succession(g.db, account)
    replaced_by = known.replaced_by.url if known and known.replaced_by else ""
    form = _form(account, until_on=known.until_on if known else None, replaced_by=replaced_by)
    return _shown(account, form)


@bp.post("/<int:account_id>/succession")
@requires(Permission.PROOF_KEEP, on=queries.account)
def tell(account: SocialAccount) -> ResponseReturnValue:
    form = _form(account)
    if not form.validate():
        return _shown(account, form, status=422)
    until_on, now = form.until_on.data, clock.utcnow()
    succession.tell(g.db, account, until_on=until_on, replaced_by=form.successor, by=g.person, now=now)
    g.db.commit()
    here = url_for("proof_keeping.show", account_id=account.id)
    return done(then=here, say=_("Whoever asks for this account is told so from now on."))


@bp.get("/proof")
@requires(Permission.PROOF_KEEP)
def of_department() -> ResponseReturnValue:
    """What a department's website carries for all its accounts."""
    filters = DepartmentForm(request.args, departments=g.db.scalars(queries.owning_departments()))
    copied = _snippets_of(filters.chosen) if filters.chosen else []
    return page("proof/department.html", filters=filters, copied=copied)


def _form(account: SocialAccount, **values: object) -> SuccessionForm:
    today = clock.local_date(clock.utcnow(), settings().timezone)
    return SuccessionForm(request.form, find=_account, account=account, today=today, **values)


def _account(url: str) -> SocialAccount | None:
    return outsiders.account_at(g.db, url, asking.speaker().platforms)


def _shown(account: SocialAccount, form: SuccessionForm, status: int = 200) -> ResponseReturnValue:
    answer = public_answer_about(account)
    return page(
        "proof/account.html",
        status=status,
        account=account,
        answer=answer,
        form=form,
        is_former=status_of(account.state) is Status.FORMER,
        copied=_snippets_about(account) if answer.status is Status.OFFICIAL else [],
        platforms=asking.speaker().platforms,
    )


def _snippets_about(account: SocialAccount) -> list[tuple[str, str, str]]:
    name = account.departments[0].name if account.departments else account.name
    question = {"url": account.url}
    shown = url_for("proof.verify", _external=True, **question), url_for("proof.badge", _external=True, **question)
    return [
        *_links(name, [account.url]),
        (
            _("Badge"),
            _("A picture that shows today's answer and leads to the page that gives it."),
            snippets.badge(*shown, _("Is this account official?")),
        ),
    ]


def _snippets_of(department: Department) -> list[tuple[str, str, str]]:
    urls = [row.url for row in public.rows(g.db.execute(public.official_of(department)).all())]
    return _links(department.name, urls) if urls else []


def _links(name: str, urls: list[str]) -> list[tuple[str, str, str]]:
    """What it is called, where it goes, and the text."""
    return [
        (
            _("Links that prove it (rel=me)"),
            _(
                "For the head of your website. Then enter the website's address in the profile of the account: "
                "Mastodon and others show it there as confirmed."
            ),
            snippets.rel_me(urls),
        ),
        (
            _("For search engines (schema.org)"),
            _("Anywhere on the start page of your website."),
            snippets.same_as(name, urls),
        ),
    ]
