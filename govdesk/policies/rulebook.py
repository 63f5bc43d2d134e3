"""All rules for drafts, each with its policy, section and gate: what a finding is shown with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from govdesk.files import FileError, PolicyFiles, line_of
from govdesk.policies.files import TEXT, read_policy
from govdesk.policies.reading import PolicyText
from govdesk.policies.rules import RESERVED_NAMES
from govdesk.policies.ruleset import RULESET, Entry, Gate, RulesetFile, read_ruleset
from govdesk.voice import policy_rules


@dataclass(frozen=True)
class PolicyRule:
    """One rule file and what its policy says of it."""

    name: str
    """As findings call it: `voice.PlainWords`."""
    policy: str
    """The slug."""
    section: str | None
    """Anchor in the policy's text; None when no section is named, or the organisation's own text has none of it."""
    entry: Entry | None
    """None: its ruleset does not name it, and it advises."""

    @property
    def gate(self) -> Gate:
        return self.entry.gate if self.entry else Gate.ADVISE

    @property
    def href(self) -> str:
        """Where people read why."""
        return f"/policies/{self.policy}" + (f"#{self.section}" if self.section else "")

    def concerns(self, platform: str, handle: str, *, official: bool) -> bool:
        """Whether it looks at drafts for this account."""
        if self.entry is None:
            return True
        entry = self.entry
        fits_profile = entry.profile is None or (entry.profile == "official") == official
        fits_platform = not entry.platforms or platform in entry.platforms
        known = {account.casefold() for account in entry.accounts}
        return fits_profile and fits_platform and (not known or f"{platform}:{handle}".casefold() in known)


def rulebook(files: PolicyFiles) -> dict[str, PolicyRule]:
    """The rules of all policies, by name. Raises FileError for the first fault, and gives none."""
    for fault in faults(files):
        raise fault
    return {rule.name: rule for slug in _slugs(files) for rule in _rules_of(files, slug)}


def faults(files: PolicyFiles) -> Iterator[FileError]:
    """What is wrong with each `ruleset.yml`; what is wrong with texts and rules is told where those are read."""
    for name in files.glob(f"*/{RULESET}"):
        slug = PurePath(name).parts[0]
        if slug not in RESERVED_NAMES:
            yield from _faults_of(files, slug, name)


def _faults_of(files: PolicyFiles, slug: str, name: str) -> Iterator[FileError]:
    if files.find(f"{slug}/{TEXT}") is None:
        yield FileError(name, f"belongs to no policy: there is no {slug}/{TEXT}")
        return
    try:
        text, ruleset = files.text(name), read_ruleset(name, files.text(name))
        anchors = None if _is_older(files, slug) else _anchors(files, slug)
    except UnicodeDecodeError as error:
        yield FileError(name, str(error))
    except FileError as error:
        # A broken text is told by who reads texts.
        if error.name == name:
            yield error
    else:
        yield from _dangling(files, slug, Written(name, text, ruleset), anchors)


@dataclass(frozen=True)
class Written:
    """A ruleset and how it is written."""

    name: str
    text: str
    ruleset: RulesetFile


def _dangling(files: PolicyFiles, slug: str, written: Written, anchors: frozenset[str] | None) -> Iterator[FileError]:
    """Names that lead nowhere; `anchors` None: the sections are not asked."""
    rules, platforms = _rule_names(files, slug), _platforms(files)
    for rule, entry in written.ruleset.rules.items():
        if rule not in rules:
            yield FileError(
                written.name, f"there is no rule {slug}/rules/{rule}.yml", _line_of_key(written.text, rule)
            )
        if anchors is not None and entry.section not in anchors:
            line = line_of(written.text, ("rules", rule, "section"))
            yield FileError(written.name, f"{rule}: the text has no section {entry.section}", line)
        asked = entry.platforms | {account.partition(":")[0] for account in entry.accounts}
        for platform in sorted(asked - platforms):
            line = line_of(written.text, ("rules", rule, "platforms" if platform in entry.platforms else "accounts"))
            yield FileError(written.name, f"{rule}: there is no platform {platform}", line)


def _rules_of(files: PolicyFiles, slug: str) -> Iterator[PolicyRule]:
    name = f"{slug}/{RULESET}"
    entries: Mapping[str, Entry] = read_ruleset(name, files.text(name)).rules if files.find(name) else {}
    anchors = _anchors(files, slug) if entries else frozenset()
    for rule in sorted(_rule_names(files, slug)):
        entry = entries.get(rule)
        section = entry.section if entry and entry.section in anchors else None
        yield PolicyRule(f"{slug}.{rule}", slug, section, entry)


def _slugs(files: PolicyFiles) -> list[str]:
    return sorted({PurePath(name).parts[0] for name in files.glob(policy_rules.RULES)} - RESERVED_NAMES)


def _rule_names(files: PolicyFiles, slug: str) -> frozenset[str]:
    return frozenset(PurePath(name).stem for name in files.glob(f"{slug}/rules/*.yml"))


def _platforms(files: PolicyFiles) -> frozenset[str]:
    return frozenset(PurePath(name).stem for name in files.glob("platforms/*.yml"))


def _anchors(files: PolicyFiles, slug: str) -> frozenset[str]:
    text: PolicyText = read_policy(files, f"{slug}/{TEXT}")
    return text.anchors


def _is_older(files: PolicyFiles, slug: str) -> bool:
    """Whether an organisation's own text lies over ours while the ruleset is still ours: its sections are its own."""
    text, ruleset = (files.find(f"{slug}/{name}") for name in (TEXT, RULESET))
    return (
        text is not None
        and ruleset is not None
        and text.parent != ruleset.parent
        and ruleset.is_relative_to(files.folders[-1])
    )


def _line_of_key(text: str, key: str) -> int:
    lines = (number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith(f"{key}:"))
    return next(lines, 1)
