"""One SVG file of all the icons that pages use: `<use href="icons.svg#NAME">` draws one of them."""

import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

_SVG = "http://www.w3.org/2000/svg"


def sprite(folder: Path, names: Iterable[str]) -> bytes:
    """The icons `names` from `folder`, each a `<symbol>` that takes its colour from the page."""
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.Element(f"{{{_SVG}}}svg")
    for name in names:
        path = folder / f"{name}.svg"
        if not path.is_file():
            sys.exit(f"govdesk/static/icons.txt names {name}, which bootstrap-icons does not have")
        root.append(_symbol(name, ElementTree.parse(path).getroot()))
    return ElementTree.tostring(root, encoding="unicode").encode()


def _symbol(name: str, icon: ElementTree.Element) -> ElementTree.Element:
    look = {"id": name, "viewBox": icon.attrib["viewBox"], "fill": "currentColor"}
    symbol = ElementTree.Element(f"{{{_SVG}}}symbol", look)
    symbol.extend(list(icon))
    for part in symbol.iter():
        part.tail = None
    symbol.text = None
    return symbol
