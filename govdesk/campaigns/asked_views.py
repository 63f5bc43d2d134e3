"""Campaigns for who is asked: their accounts, one account, answering and asking somebody else."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission, may
from govdesk.accounts.pages import people_called
from govdesk.campaigns import answering, queries
from govdesk.campaigns.forms import AnswerForm, DelegateForm, EvidenceForm
from govdesk.campaigns.models import Answer, CampaignItem, Kind
from govdesk.campaigns.said import Said
from govdesk.campaigns.views import bp, office, platforms
from govdesk.directory.models import Person
from govdesk.errors import NotFound
from govdesk.i18n import _, ngettext
from govdesk.web import Pages, done, page, requires
from govdesk.web.guard import NO_SUCH_PAGE
from govdesk.web.paging import page_number

PER_PAGE = 50
AT_ONCE = {Kind.RECERTIFICATION: Answer.ATTESTED, Kind.PLATFORM: Answer.DONE}
"""What can be said of several accounts with one button; everything else needs its own words."""


@bp.get("/campaigns/mine")
@requires(Permission.HOME)
def mine() -> ResponseReturnValue:
    return _mine(DelegateForm(find=people_called))


@bp.post("/campaigns/mine")
@requires(Permission.HOME)
def answer_several() -> ResponseReturnValue:
    """The marked accounts of one campaign: confirmed or done; or all that are marked: handed on to somebody."""
    campaign_id = request.form.get("confirm")
    marked = _marked(request.form.getlist("item"))
    if campaign_id is not None:
        marked = [item for item in marked if str(item.campaign_id) == campaign_id]
    if not marked:
        form = DelegateForm(find=people_called)
        form.form_errors = [_("Mark the accounts you mean first.")]
        return _mine(form, status=422)
    if campaign_id is None:
        return _delegate(marked)
    campaign = marked[0].campaign
    evidence = EvidenceForm(request.form, prefix=f"c{campaign.id}")
    if not campaign.is_recertification and not evidence.validate():
        return _mine(DelegateForm(find=people_called), status=422, evidence={campaign.id: evidence})
    note = "" if campaign.is_recertification else (evidence.note.data or "").strip()
    said = Said(AT_ONCE[campaign.kind], note)
    answering.answer(g.db, marked, said, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=url_for("campaigns.mine"), say=_answered(len(marked)))


@bp.get("/campaigns/items/<int:item_id>")
@requires(Permission.CAMPAIGN_ITEM, on=queries.item)
def show_item(item: CampaignItem) -> ResponseReturnValue:
    return _item(item, _answer_form(item), DelegateForm(find=people_called))


@bp.post("/campaigns/items/<int:item_id>/answer")
@requires(Permission.CAMPAIGN_ANSWER, on=queries.item)
def answer(item: CampaignItem) -> ResponseReturnValue:
    form = _answer_form(item, request.form)
    if not form.validate():
        return _item(item, form, DelegateForm(find=people_called), status=422)
    answering.answer(g.db, [item], form.said, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=_onward(item), say=_answered(1))


@bp.post("/campaigns/items/<int:item_id>/withdrawal")
@requires(Permission.CAMPAIGN_ANSWER, on=queries.item)
def withdraw(item: CampaignItem) -> ResponseReturnValue:
    answering.withdraw(g.db, item, by=g.person, now=clock.utcnow())
    g.db.commit()
    then = url_for("campaigns.show_item", item_id=item.id)
    return done(then=then, say=_("Your answer is taken back. Give another one."))


@bp.post("/campaigns/items/<int:item_id>/delegation")
@requires(Permission.CAMPAIGN_ANSWER, on=queries.item)
def delegate(item: CampaignItem) -> ResponseReturnValue:
    form = DelegateForm(request.form, find=people_called)
    if not form.validate() or form.login.person is None:
        return _item(item, _answer_form(item), form, status=422)
    return _hand_on([item], form.login.person)


def _delegate(marked: Sequence[CampaignItem]) -> ResponseReturnValue:
    form = DelegateForm(request.form, find=people_called)
    if not form.validate() or form.login.person is None:
        return _mine(form, status=422)
    return _hand_on(marked, form.login.person)


def _hand_on(items: Sequence[CampaignItem], to: Person) -> ResponseReturnValue:
    answering.delegate(g.db, items, to, by=g.person, now=clock.utcnow())
    g.db.commit()
    said = _("%(name)s is asked to answer. You still can.", name=to.name)
    return done(then=url_for("campaigns.mine"), say=said)


def _answer_form(item: CampaignItem, *args: Any) -> AnswerForm:
    today = office().today(clock.utcnow())
    return AnswerForm(*args, kind=item.campaign.kind, find=people_called, today=today)


def _mine(
    form: DelegateForm, status: int = 200, evidence: Mapping[int, EvidenceForm] | None = None
) -> ResponseReturnValue:
    waiting = queries.waiting_for(g.db, g.person)
    asked = queries.open_items().where(queries.asked_of(g.person))
    pages: Pages[CampaignItem] = Pages.of(g.db, asked, page_number(), PER_PAGE)
    marked = set(request.form.getlist("item"))
    shown: dict[str, Any] = {"pages": pages, "waiting": waiting, "form": form, "platforms": platforms()}
    shown["evidence"] = {waits.campaign.id: EvidenceForm(prefix=f"c{waits.campaign.id}") for waits in waiting} | dict(
        evidence or {}
    )
    return page("campaigns/mine.html", status=status, marked=marked, **shown)


def _item(item: CampaignItem, form: AnswerForm, delegation: DelegateForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "campaigns/item.html", status=status, item=item, form=form, delegation=delegation, platforms=platforms()
    )


def _marked(ids: Sequence[str]) -> list[CampaignItem]:
    """The marked items. Raises NotFound when one of them is not the reader's to answer."""
    numbers = {int(text) for text in ids[:PER_PAGE] if text.isdecimal() and text.isascii() and len(text) < 10}
    found = list(g.db.scalars(queries.items().where(CampaignItem.id.in_(numbers))).unique())
    if len(found) != len(set(ids)) or not all(may(g.person, Permission.CAMPAIGN_ANSWER, item) for item in found):
        raise NotFound(NO_SUCH_PAGE)
    return found


def _answered(number: int) -> str:
    return ngettext("Your answer is on record. Thank you.", "Your answers for %(n)d accounts are on record.", number)


def _onward(item: CampaignItem) -> str:
    """Back to what waits for the reader, or to the line itself for who was not asked."""
    if item.asked_id == g.person.id:
        return url_for("campaigns.mine")
    return url_for("campaigns.show_item", item_id=item.id)
