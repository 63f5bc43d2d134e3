"""What tests of the voice room share: rules written in the test, held against a text."""

from textwrap import dedent

from govdesk.voice.ruleset import Ruleset
from govdesk.voice.texts.cutting import Markup


def ruleset(*rules: str, accepted: tuple[str, ...] = ()) -> Ruleset:
    """Rules called `T.R1`, `T.R2` …; a message is given to those that have none."""
    files = {f"T.R{number}": _whole(rule) for number, rule in enumerate(rules, 1)}
    return Ruleset.read(files, accepted)


def lint(text: str, *rules: str, markup: Markup = "markdown", accepted: tuple[str, ...] = ()) -> list[str]:
    """`line:column message` of each finding, as for a file."""
    made = ruleset(*rules, accepted=accepted)
    assert not made.problems, made.problems
    return [
        f"{finding.line}:{finding.column} {finding.message}"
        for finding in made.check(dedent(text), markup, mask_social=False)
    ]


def _whole(rule: str) -> str:
    rule = dedent(rule)
    return rule if "message:" in rule else f"message: \"'%s'\"\n{rule}"
