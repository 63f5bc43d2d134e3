"""The plain parts of AsciiDoc: headings, paragraphs, lists, table cells; code, comments and directives are left out.

No full reading: what macros and attributes would put into the text is not there.
"""

import re
from collections.abc import Iterator

from govdesk.voice.texts.blocks import Builder, Placed, whole
from govdesk.voice.texts.documents import Document, Part

FENCES = ("----", "....", "++++", "////", "```")
HEADING = re.compile(r"(={1,6}) +(?=\S)")
ITEM = re.compile(r"\s*(?:[*.]{1,5}|-|\d+\.|<\d+>|<\.>) +(?=\S)")
NO_PROSE = re.compile(
    r"//|:!?[\w-]+!?:|\[.*\]\s*$|(?:include|image|ifdef|ifndef|ifeval|endif|toc|video|audio)::|'''|\+\s*$"
)
COMMENT = re.compile(r"// ?(vale .*)")
TITLE = re.compile(r"\.(?=[^\s.])")
CELL = re.compile(r"(?<=\|)[^|]+")
INLINE = re.compile(
    r"(?P<code>`+[^`\n]+`+|(?<!\w)\+[^+\n]+\+(?!\w)|\{[\w-]+\})"
    r"|(?P<target>\b(?:link|xref|mailto|image|kbd|btn|menu|pass):[^\s\[]*\[|\bhttps?://[^\s\[\]]+\[)"
    r"|(?P<address>\bhttps?://[^\s\[\]<>]*[^\s\[\]<>.,;:!?)])"
    r"|(?P<mark>(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]+(?!\w))"
)


def read(text: str) -> Document:
    """The parts of `text`, whose lines end in `\\n`."""
    document = Document()
    for placed, sections in _pieces(text, document):
        document.counts["_".join(sections)] += 1
        document.parts.append(Part(_prose(placed), sections))
    return document


def _pieces(text: str, document: Document) -> Iterator[tuple[Placed, tuple[str, ...]]]:
    """Stretches of text with their scope; comments that speak of rules are noted on the way."""
    fence, begun, at, in_table = "", None, 0, False
    for line in [*text.splitlines(keepends=True), "\n"]:
        shown, start = line.rstrip(), at
        at += len(line)
        scoped = list(_scoped(shown, in_table)) if not fence else []
        if comment := COMMENT.match(shown):
            document.comments.append((start, f"<!-- {comment[1]} -->"))
        is_fence = shown.startswith(FENCES) and not shown.strip(shown[0])
        in_table ^= shown.startswith("|===") and not fence
        plain = bool(shown) and not (
            fence or is_fence or scoped or in_table or NO_PROSE.match(shown) or line == "|==="
        )
        if not plain and begun is not None:
            yield whole(text[begun:start].rstrip(), begun), ()
            begun = None
        elif plain and begun is None:
            begun = start + (1 if TITLE.match(shown) else 0)
        for low, high, sections in scoped:
            yield whole(text[start + low : start + high], start + low), sections
        if is_fence and fence in {"", shown}:
            fence = "" if fence else shown


def _scoped(line: str, in_table: bool) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    if in_table:
        for cell in CELL.finditer(line):
            if cell[0].strip():
                lead = len(cell[0]) - len(cell[0].lstrip())
                yield cell.start() + lead, cell.start() + len(cell[0].rstrip()), ("table", "cell")
    elif heading := HEADING.match(line):
        yield heading.end(), len(line), ("heading", f"h{len(heading[1])}")
    elif item := ITEM.match(line):
        yield item.end(), len(line), ("list",)


def _prose(placed: Placed) -> Placed:
    """Code and addresses masked; marks of emphasis and the targets of links left out."""
    builder, last, text = Builder(), 0, placed.text
    for found in INLINE.finditer(text):
        builder.extend(placed.part(last, found.start()))
        if found["code"] or found["address"]:
            part = placed.part(found.start(), found.end())
            builder.extend(Placed("*" * len(part.text), part.runs))
        last = found.end()
    builder.extend(placed.part(last, len(text)))
    return builder.placed()
