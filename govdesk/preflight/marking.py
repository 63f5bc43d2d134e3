"""A draft cut where findings begin and end, so that a page can mark each at its very place."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from govdesk.preflight.findings import Finding, Gate, gate_of

MOST_SHOWN = 50
"""Findings on a page; whoever mends these sees the next."""


@dataclass(frozen=True)
class Segment:
    """Text between two cuts, and the numbers (from 1) of the findings it belongs to."""

    text: str
    numbers: tuple[int, ...]
    gate: Gate


def segments(text: str, findings: Sequence[Finding]) -> list[Segment]:
    """In order; put together they are the draft."""
    cuts = {0, len(text)} | {cut for finding in findings for cut in (finding.start, finding.end)}
    return [_segment(text, start, end, findings) for start, end in pairwise(sorted(cuts))]


def _segment(text: str, start: int, end: int, findings: Sequence[Finding]) -> Segment:
    here = [(n, finding) for n, finding in enumerate(findings, 1) if finding.start <= start and end <= finding.end]
    return Segment(text[start:end], tuple(n for n, _ in here), gate_of([finding for _, finding in here]))
