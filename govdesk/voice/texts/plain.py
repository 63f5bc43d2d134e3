"""Plain text: one block, and its paragraphs."""

from collections.abc import Iterator

from govdesk.voice.texts.blocks import Placed


def paragraphs(placed: Placed) -> Iterator[Placed]:
    """Stretches up to a blank line, which belongs to what stands before it."""
    start = 0
    while (end := placed.text.find("\n\n", start)) >= 0:
        yield placed.part(start, end + 2)
        start = end + 2
    if start < len(placed.text):
        yield placed.part(start, len(placed.text))
