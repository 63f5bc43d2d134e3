"""The content of one Markdown block: its prose with code masked, and what stands in links, emphasis and comments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from govdesk.voice.texts.blocks import Builder, Placed

BARE_LINK = re.compile(r"(?<![\w@/])(?:https?|ftp)://[^\s<>*]+")
"""What becomes a link without any mark; its text is an address, no prose."""
TRAILING = "?!.,:*_~'\";"
HIDDEN_TAG = re.compile(r"<(/?)(?:code|kbd|tt)\b", re.IGNORECASE)
SPANS = {"em": "emphasis", "strong": "strong", "link": "link"}


@dataclass
class Prose:
    """What one block says. `spans` are its links, emphases and code (scope, text); `comments` where they stand."""

    builder: Builder = field(default_factory=Builder)
    spans: list[tuple[str, Placed]] = field(default_factory=list)
    pictures: list[Placed] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)


class Reader:
    """Goes through the tokens of a block and its content side by side, so that each letter finds its place."""

    def __init__(self, content: Placed) -> None:
        self.content, self.at = content, 0
        self.prose = Prose()
        self._open: list[tuple[str, int]] = []
        self._marked: list[tuple[str, int, int]] = []
        self._hidden = 0
        self._link = ""

    def read(self, tokens: Sequence[Token]) -> Prose:
        for token in tokens:
            self._one(token)
        said = self.prose.builder.placed()
        self.prose.spans += [(scope, said.part(start, end)) for scope, start, end in self._marked]
        return self.prose

    def _one(self, token: Token) -> None:
        kind, opens = token.type.rpartition("_")[0], token.nesting
        match token.type:
            case "text":
                self._say(token.content, mask=bool(self._hidden) or token.content == self._link)
            case "text_special":
                self._special(token)
            case "softbreak" | "hardbreak":
                self._break()
            case "code_inline":
                self._code(token)
            case "image":
                self._picture(token)
            case "html_inline":
                self._html(token.content)
            case "link_open":
                self._link = str(token.attrGet("href") or "")
                self._skip("<" if token.markup == "autolink" else "[")
                self._begin("link")
            case "link_close":
                self._link = ""
                self._finish("link")
                self._skip_target(autolink=token.markup == "autolink")
            case _ if opens:
                self._around(kind, token.markup, opens)

    def _around(self, kind: str, markup: str, opens: int) -> None:
        if opens < 0:
            self._finish(kind)
        self._skip(markup)
        if opens > 0:
            self._begin(kind)

    def _find(self, text: str) -> int:
        return self.content.text.find(text, self.at)

    def _skip(self, markup: str) -> None:
        found = self._find(markup)
        self.at = found + len(markup) if found >= 0 else self.at

    def _place(self, at: int) -> int | None:
        return self.content.source(at) if at >= 0 else None

    def _add(self, text: str, at: int) -> None:
        """`text` as it stands in the content from `at` on, which may lie on several lines of the source."""
        if at < 0:
            self.prose.builder.add(text, None)
            return
        part = self.content.part(at, at + len(text))
        self.prose.builder.extend(Placed(text, part.runs))

    def _say(self, text: str, *, mask: bool = False) -> None:
        found = self._find(text)
        self._add("*" * len(text) if mask else text, found)
        self.at = found + len(text) if found >= 0 else self.at

    def _special(self, token: Token) -> None:
        """A letter behind a backslash, or the name of one (`&amp;`)."""
        found = self._find(token.markup)
        own = found + (len(token.markup) - len(token.content) if token.info == "escape" else 0)
        self.prose.builder.add("*" if self._hidden else token.content, self._place(own if found >= 0 else -1))
        self.at = found + len(token.markup) if found >= 0 else self.at

    def _break(self) -> None:
        found = self._find("\n")
        self._add("\n", found)
        self.at = found + 1 if found >= 0 else self.at

    def _code(self, token: Token) -> None:
        self._skip(token.markup)
        inner = self._find(token.content) if token.content else self.at
        inner = self.at if inner < 0 else inner
        self._add("*" * len(token.content), inner)
        runs = self.content.part(inner, inner + len(token.content)).runs
        self.prose.spans.append(("code", Placed(token.content, runs)))
        self.at = inner + len(token.content)
        self._skip(token.markup)

    def _picture(self, token: Token) -> None:
        self._skip("![")
        found = self._find(token.content) if token.content else -1
        if found >= 0:
            self.prose.pictures.append(self.content.part(found, found + len(token.content)))
            self.at = found + len(token.content)
        self._skip_target(autolink=False)

    def _html(self, html: str) -> None:
        found = self._find(html)
        if html.startswith("<!--"):
            self.prose.comments.append((self._place(found) or 0, html))
        elif tag := HIDDEN_TAG.match(html):
            self._hidden = max(self._hidden + (-1 if tag[1] else 1), 0)
        elif html.lower().startswith("<br"):
            self.prose.builder.add("\n", None)
        self.at = found + len(html) if found >= 0 else self.at

    def _begin(self, kind: str) -> None:
        self._open.append((kind, self.prose.builder.length))

    def _finish(self, kind: str) -> None:
        if self._open and kind in SPANS:
            self._marked.append((SPANS[kind], self._open.pop()[1], self.prose.builder.length))
        elif self._open:
            self._open.pop()

    def _skip_target(self, *, autolink: bool) -> None:
        """Behind the text of a link: `](address "title")`, `][name]`, or just `]`."""
        self._skip(">" if autolink else "]")
        text = self.content.text
        if autolink or self.at >= len(text) or text[self.at] not in "([":
            return
        closing, depth, at = {"(": ")", "[": "]"}[text[self.at]], 0, self.at
        opening = text[self.at]
        while at < len(text):
            depth += (text[at] == opening) - (text[at] == closing)
            at += 2 if text[at] == "\\" else 1
            if not depth:
                self.at = at
                return


def without_bare_links(prose: Placed) -> Placed:
    """Bare addresses masked; what ends a sentence or closes a bracket behind one is no part of it."""

    def mask(link: re.Match[str]) -> str:
        address = link[0].rstrip(TRAILING)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(TRAILING)
        return "*" * len(address) + link[0][len(address) :]

    return Placed(BARE_LINK.sub(mask, prose.text), prose.runs) if "://" in prose.text else prose
