"""What would break a page without anybody seeing it: an icon that is not in the sprite, a kit class in a room."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import nodes

from govdesk import paths
from govdesk.web import navigation

ICON_AT = {"icon": (0, "name"), "button": (1, "icon"), "link_button": (2, "icon"), "badge": (2, "sign")}
"""Macro → where its icon stands, by place and by name."""
KIT_CLASSES = {"btn", "input", "select", "textarea", "badge", "alert", "avatar", "empty", "item", "kbd", "sidebar"}


@pytest.fixture(scope="module")
def sprite() -> list[str]:
    return (paths.STATIC / "icons.txt").read_text(encoding="utf-8").split()


def trees(app: Flask) -> Iterator[tuple[str, nodes.Template]]:
    for name in app.jinja_env.list_templates(extensions=["html"]):
        yield name, app.jinja_env.parse((paths.TEMPLATES / name).read_text(encoding="utf-8"))


def icons_in(tree: nodes.Template) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ICON_AT:
            place, keyword = ICON_AT[call.node.name]
            given = call.args[place : place + 1] + [k.value for k in call.kwargs if k.key == keyword]
            yield from (part.value for part in given if isinstance(part, nodes.Const) and part.value)


def test_every_icon_of_a_template_is_in_the_sprite(app: Flask, sprite: list[str]) -> None:
    used = {(name, icon) for name, tree in trees(app) for icon in icons_in(tree)}
    assert used
    assert {(name, icon) for name, icon in used if icon not in sprite} == set()


def test_every_mark_and_sign_is_in_the_sprite(app: Flask, sprite: list[str]) -> None:
    with app.test_request_context("/"):
        marks = app.jinja_env.get_template("_ui/icons.html").module.marks  # type: ignore[attr-defined]
        signs = app.jinja_env.get_template("_ui/parts.html").module.signs  # type: ignore[attr-defined]
    assert ({*marks.values(), *signs.values()}) - set(sprite) == set()


def test_every_icon_of_the_navigation_is_in_the_sprite(app: Flask, sprite: list[str]) -> None:
    entries = navigation._ENTRIES.values()  # noqa: SLF001  a reader's sidebar shows only what they may use
    assert {entry.icon for entry in entries} - set(sprite) == set()


def test_the_list_of_icons_is_sorted_and_names_each_once(sprite: list[str]) -> None:
    assert sprite == sorted(set(sprite))


def test_kit_classes_stay_inside_the_macros(app: Flask) -> None:
    for name, _tree in trees(app):
        if not name.startswith("_ui/"):
            html = (paths.TEMPLATES / name).read_text(encoding="utf-8")
            classes = {word for found in re.findall(r'class="([^"]*)"', html) for word in found.split()}
            assert classes & KIT_CLASSES == set(), name


def test_our_stylesheet_needs_nothing_that_the_security_policy_forbids() -> None:
    css = (paths.STATIC / "govdesk.css").read_text(encoding="utf-8")
    assert "data:" not in css
    assert "http" not in css
