"""The sprite that every icon of a page comes from."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tools.icons import sprite

SYMBOL = "{http://www.w3.org/2000/svg}symbol"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("bell", "lock"):
        drawing = f'<path d="M1 {len(name)}"/>'
        image = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" class="x">\n{drawing}\n</svg>'
        (tmp_path / f"{name}.svg").write_text(image)
    return tmp_path


def test_holds_the_icons_asked_for_and_no_others(folder: Path) -> None:
    symbols = ElementTree.fromstring(sprite(folder, ["lock"])).findall(SYMBOL)
    assert [(symbol.get("id"), symbol.get("viewBox")) for symbol in symbols] == [("lock", "0 0 16 16")]
    assert [path.get("d") for path in symbols[0]] == ["M1 4"]


def test_takes_its_colour_from_the_page(folder: Path) -> None:
    (symbol,) = ElementTree.fromstring(sprite(folder, ["bell"]))
    assert symbol.get("fill") == "currentColor"


def test_names_the_icon_that_is_not_there(folder: Path) -> None:
    with pytest.raises(SystemExit, match="names clock, which"):
        sprite(folder, ["bell", "clock"])
