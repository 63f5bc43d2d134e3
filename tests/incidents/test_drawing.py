"""The picture of what a compromise reaches fits whatever there is."""

from govdesk.incidents.drawing import BOX_HEIGHT, MOST_ROWS, Named, draw


def named(*keys: str) -> list[Named]:
    return [Named(key, "Person", f"The long name of whoever is called {key}") for key in keys]


def test_each_link_is_a_line_and_nothing_lies_on_another() -> None:
    [itself] = named("itself")
    drawing = draw(itself, named("a", "b", "c"), [(named("x")[0], ["a", "b"]), (named("y")[0], ["b"])])
    assert len(drawing.paths) == 3 + 3
    places = [(box.x, box.y) for box in drawing.boxes]
    assert len(set(places)) == len(places) == 6
    assert all(box.y > 0 and box.y + BOX_HEIGHT < drawing.height for box in drawing.boxes)
    assert all(len(box.text) <= 30 < len(box.title) for box in drawing.boxes)
    assert not drawing.is_cut


def test_of_very_many_it_shows_first_what_links() -> None:
    many = [f"t{n}" for n in range(100)]
    linked = [(named(f"x{n}")[0], ["t99"]) for n in range(100)]
    drawing = draw(named("itself")[0], named(*many), linked)
    assert drawing.is_cut
    assert len(drawing.boxes) == 1 + 2 * MOST_ROWS
    assert "called t99" in drawing.boxes[1].title
    assert len(drawing.paths) == 2 * MOST_ROWS


def test_nothing_known_is_one_box() -> None:
    drawing = draw(named("itself")[0], [], [])
    assert (len(drawing.boxes), drawing.paths) == (1, [])
