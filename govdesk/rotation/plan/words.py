"""Rules in words, and how the history tells of them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.i18n import _, _l, ngettext
from govdesk.rotation.plan.models import RotationPolicyVersion
from govdesk.rotation.plan.rule import Applies, Audience, Audiences, Due, Rule
from govdesk.rotation.rules import Reminders, credential_name

audit.tells(
    {
        "rotation:rules:published": _l("put another version of the rules for rotations in force"),
        "rotation:rules:applied": _l("set the days that the rules lead to"),
        "rotation:schedule:planned": _l("set by a rule when a credential is to be changed"),
    },
    fields={
        "rule": _l("Rule"),
        "set": _l("Days set"),
        "taken_back": _l("Days taken back"),
        "version": _l("Version"),
    },
)


def things_of(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids of versions to names and pages, for the trail."""
    rows = session.execute(
        select(RotationPolicyVersion.id, RotationPolicyVersion.number).where(RotationPolicyVersion.id.in_(list(ids)))
    )
    return {
        id_: (_("Rules for rotations, version %(n)s", n=number), f"/rotations/policy/versions/{number}")
        for id_, number in rows
    }


audit.things(RotationPolicyVersion.__tablename__, things_of)


def facts_of(rule: Rule, platforms: Catalogue) -> list[tuple[str, str]]:
    """What one rule says, label by label."""
    found = [
        (_("For"), about(rule.applies, platforms) if rule.name else _("whatever no rule above is about")),
        (_("Due"), due_words(rule.due) if rule.due else _("only when something happens")),
    ]
    if rule.due:
        found.append((_("Why a period"), rule.due.because))
    found += [(_("Reminders"), reminder_words(rule.reminders)), (_("Who is told"), told_words(rule))]
    if rule.tells.escalates:
        found.append((_("Overdue for long"), "; ".join(_escalations(rule))))
    if rule.second_person:
        found.append((_("Each change"), _("has to be confirmed by a second person")))
    return found


def about(applies: Applies, platforms: Catalogue) -> str:
    """`X, Facebook; high risk; press office and all below it`."""
    parts = [
        ", ".join(sorted(platforms.name_of(key) for key in applies.platforms)),
        ", ".join(str(tier.label) for tier in sorted(applies.tiers)),
        ", ".join(_("%(name)s and all below it", name=key) for key in sorted(applies.departments)),
        ", ".join(credential_name(name) for name in sorted(applies.credentials)),
    ]
    return "; ".join(part for part in parts if part) or _("all accounts")


def due_words(due: Due) -> str:
    words = [due.calendar.words()]
    if due.spread_days > 1:
        words.append(ngettext("spread over %(n)d open day", "spread over %(n)d open days", due.spread_days))
    if due.most_a_day is not None:
        words.append(_("at most %(n)d a day", n=due.most_a_day))
    return ", ".join(words)


def reminder_words(reminders: Reminders) -> str:
    ahead = ", ".join(str(days) for days in sorted(reminders.days_before, reverse=True) if days)
    words = [_("%(days)s days before", days=ahead)] if ahead else []
    if 0 in reminders.days_before:
        words.append(_("on the day"))
    if reminders.grace_days:
        words.append(ngettext("%(n)d day of grace", "%(n)d days of grace", reminders.grace_days))
    every = reminders.overdue_every_days
    words.append(ngettext("each day it is overdue", "each %(n)d days it is overdue", every))
    return ", ".join(words)


def told_words(rule: Rule) -> str:
    tells = rule.tells
    if tells.before == tells.due == tells.overdue and not tells.on_days:
        return _who(tells.due)
    stages = [(_("before"), tells.before), (_("on the day"), tells.due), (_("overdue"), tells.overdue)]
    stages += [
        (ngettext("%(n)d day before", "%(n)d days before", days), who)
        for days, who in sorted(tells.on_days.items(), reverse=True)
    ]
    return "; ".join(f"{stage}: {_who(who)}" for stage, who in stages)


def _escalations(rule: Rule) -> list[str]:
    return [
        ngettext("after %(n)d day also %(who)s", "after %(n)d days also %(who)s", days, who=_who(who))
        for days, who in sorted(rule.tells.escalates.items())
    ]


def _who(audiences: Audiences) -> str:
    return ", ".join(str(one.label) for one in Audience if one in audiences) or _("nobody")
