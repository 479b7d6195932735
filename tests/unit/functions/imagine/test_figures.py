"""A figure has what it wears, holds, does and feels where its body is."""

import pytest

from functions.imagine.illustrators.openmoji import scene_of
from functions.imagine.illustrators.openmoji.anatomy import anatomy
from functions.imagine.illustrators.openmoji.arrangement import arranged
from functions.imagine.illustrators.openmoji.groups import Group, Placed
from functions.imagine.illustrators.openmoji.marks import MARKS
from functions.imagine.illustrators.openmoji.scene import Pattern


def drawn(wish: str) -> Group:
    return arranged(scene_of(wish))


def one(group: Group, name: str) -> Placed:
    return next(placed for placed in group.placed if placed.emoji.name == name)


def head_of(placed: Placed) -> tuple[float, float]:
    """left, right"""
    head = anatomy(placed.emoji).head
    ink = placed.emoji.ink
    return placed.left + (head.left - ink.left) * placed.scale, placed.left + (head.right - ink.left) * placed.scale


@pytest.mark.parametrize("animal", ["dog", "bear", "T-Rex", "giraffe", "frog", "owl", "parrot"])
def test_a_hat_is_on_the_head(animal: str) -> None:
    group = drawn(f"a {animal} wearing a hat")
    hat, wearer = one(group, "top hat"), next(placed for placed in group.placed if placed.emoji.name != "top hat")
    left, right = head_of(wearer)
    assert left <= (hat.left + hat.right) / 2 <= right
    assert hat.top < wearer.top + 0.3 * wearer.height


def test_each_of_several_wears_its_own() -> None:
    names = [placed.emoji.name for placed in drawn("three dogs wearing hats").placed]
    assert (names.count("dog face"), names.count("top hat")) == (3, 3)


def test_glasses_are_over_the_eyes() -> None:
    group = drawn("a bear with sunglasses")
    bear, glasses = one(group, "bear"), one(group, "sunglasses")
    eyes = bear.top + (anatomy(bear.emoji).head.eyes - bear.emoji.ink.top) * bear.scale
    assert glasses.top < eyes < glasses.bottom


def test_what_is_held_overlaps_its_holder_by_little() -> None:
    group = drawn("a bear holding a balloon")
    bear, balloon = one(group, "bear"), one(group, "balloon")
    overlap = min(bear.right, balloon.right) - max(bear.left, balloon.left)
    assert overlap < 0.25 * balloon.width


@pytest.mark.parametrize(
    ("wish", "prop", "is_in_front"),
    [
        ("a bear swimming", "water", True),
        ("a llama surfing", "surfboard", True),
        ("a frog singing", "microphone", True),
        ("a lion sleeping", "zzz", False),
        ("a horse running", "speed lines", False),
        ("a dragon breathing fire", "fire", True),
        ("a pig that can fly", "wing", False),
        ("an angry bird", "enraged face", True),
    ],
)
def test_what_it_does_and_feels_is_drawn(wish: str, prop: str, is_in_front: bool) -> None:
    group = drawn(wish)
    subject = scene_of(wish).things[0].emoji.name
    order = [placed.emoji.name for placed in group.placed]
    assert (order.index(prop) > order.index(subject)) is is_in_front


def test_a_cat_shows_its_feelings_in_its_face() -> None:
    assert [placed.emoji.name for placed in drawn("a crying cat").placed] == ["crying cat"]


def test_motion_lines_are_behind_the_runner() -> None:
    group = drawn("a dinosaur running")
    lines, runner = one(group, "speed lines"), one(group, "T-Rex")
    is_left = lines.right < (runner.left + runner.right) / 2
    assert is_left is anatomy(runner.emoji).faces_right


def test_a_costume_is_worn_by_the_animal() -> None:
    order = [placed.emoji.name for placed in drawn("a pirate parrot").placed]
    assert order == ["parrot", "pirate hat"]


def test_a_pattern_is_of_one_thing() -> None:
    group = drawn("a striped cat and a dog")
    assert (one(group, "cat").pattern, one(group, "dog").pattern) == (Pattern.STRIPED, None)


def test_big_and_tiny_things_differ_in_size() -> None:
    group = drawn("a tiny elephant and a big mouse")
    assert one(group, "mouse").width > one(group, "elephant").width


def test_every_mark_has_a_silhouette_within_its_box() -> None:
    for mark in MARKS.values():
        left, top, right, bottom = anatomy(mark).box
        ink = mark.ink
        assert left >= ink.left - 2, mark.name
        assert top >= ink.top - 2, mark.name
        assert right <= ink.right + 2, mark.name
        assert bottom <= ink.bottom + 2, mark.name
