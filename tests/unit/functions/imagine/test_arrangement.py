"""The things of a scene are arranged as the wish says."""

import pytest

from functions.imagine.illustrators.openmoji import scene_of
from functions.imagine.illustrators.openmoji.anatomy import anatomy
from functions.imagine.illustrators.openmoji.arrangement import arranged
from functions.imagine.illustrators.openmoji.groups import Group, Placed
from functions.imagine.illustrators.openmoji.scene import Scene


def drawn(wish: str) -> Group:
    return arranged(scene_of(wish))


def one(group: Group, name: str) -> Placed:
    return next(placed for placed in group.placed if placed.emoji.name == name)


def order(group: Group) -> list[str]:
    """From back to front."""
    return [placed.emoji.name for placed in group.placed]


def test_a_rider_is_above_and_in_front_of_its_vehicle() -> None:
    group = drawn("a cat riding a rocket")
    cat, rocket = one(group, "cat"), one(group, "rocket")
    assert order(group) == ["rocket", "cat"]
    assert cat.top < rocket.top < cat.bottom < rocket.bottom
    assert rocket.left <= cat.left
    assert cat.right <= rocket.right


def test_and_puts_two_side_by_side_on_one_ground() -> None:
    group = drawn("a giraffe and a penguin")
    giraffe, penguin = one(group, "giraffe"), one(group, "penguin")
    assert giraffe.right < penguin.left
    assert giraffe.bottom == pytest.approx(penguin.bottom)


def test_what_would_be_a_low_strip_is_put_in_two_rows() -> None:
    group = drawn("a cat, a dog, a pig, a cow, a duck and a fox")
    assert group.height > 0.5 * group.width
    assert one(group, "cat").bottom < one(group, "fox").top


def test_a_tree_is_taller_than_the_animals_below_it() -> None:
    group = drawn("a giraffe and a zebra under a tree")
    tree = one(group, "deciduous tree")
    assert all(tree.height > 1.5 * one(group, animal).height for animal in ("giraffe", "zebra"))
    assert order(group)[0] == "deciduous tree"


def test_food_is_smaller_than_the_eater() -> None:
    group = drawn("a unicorn eating pizza")
    pizza = one(group, "pizza")
    unicorn = one(group, "unicorn")
    assert pizza.height < 0.75 * unicorn.height
    assert pizza.left < unicorn.left or pizza.right > unicorn.right


@pytest.mark.parametrize(
    "wish", ["a robot in the rain", "a robot with rain", "rain and a robot", "a robot under a cloud"]
)
def test_the_sky_is_above_in_any_wording(wish: str) -> None:
    sky, robot = sorted(drawn(wish).placed, key=lambda placed: placed.emoji.name == "robot")
    assert sky.bottom <= robot.top + 0.15


def test_on_the_moon_the_moon_is_the_ground_and_above_it_the_moon_is_in_the_sky() -> None:
    group = drawn("a cow on the moon")
    cow, ground = one(group, "cow"), one(group, "moon ground")
    assert cow.top < ground.top < cow.bottom < ground.bottom
    assert "star" in order(group)
    group = drawn("a cow jumping over the moon")
    assert one(group, "cow").bottom < one(group, "crescent moon").top


def test_a_driver_looks_out_of_the_vehicle() -> None:
    group = drawn("a dinosaur driving a bus")
    assert order(group) == ["T-Rex", "bus"]
    assert one(group, "T-Rex").top < one(group, "bus").top < one(group, "T-Rex").bottom


def test_a_person_in_a_castle_stands_in_front_of_it() -> None:
    group = drawn("a princess in a castle")
    assert order(group) == ["castle", "princess"]
    assert one(group, "princess").left < one(group, "castle").left < one(group, "princess").right


def test_a_hat_sits_on_a_face() -> None:
    group = drawn("a cat wearing a crown")
    face, crown = one(group, "cat face"), one(group, "crown")
    assert crown.top < face.top < crown.bottom
    assert (crown.left + crown.right) / 2 == pytest.approx((face.left + face.right) / 2, abs=0.05 * face.width)


@pytest.mark.parametrize("count", range(2, 13))
def test_several_of_the_same_are_as_many_as_wished_and_do_not_overlap(count: int) -> None:
    placed = drawn(f"{count} ducks").placed
    assert len(placed) == count
    for this in placed:
        for other in placed:
            apart = this.right < other.left or other.right < this.left
            apart = apart or this.bottom < other.top or other.bottom < this.top
            assert this is other or apart


def test_two_ride_together() -> None:
    group = drawn("a cat and a dog riding a rocket")
    assert order(group) == ["rocket", "cat", "dog"]
    assert max(one(group, "cat").bottom, one(group, "dog").bottom) < one(group, "rocket").bottom


def test_the_rider_of_an_animal_sits_behind_its_head() -> None:
    group = drawn("a cat riding a dinosaur")
    cat, dinosaur = one(group, "cat"), one(group, "T-Rex")
    head = (anatomy(dinosaur.emoji).head.middle - dinosaur.emoji.ink.left) * dinosaur.scale + dinosaur.left
    assert cat.right < head or cat.left > head
    assert cat.top < dinosaur.bottom


@pytest.mark.parametrize(
    ("wish", "pictures"),
    [
        ("a cat in space", ["star", "ringed planet", "star", "cat"]),
        ("a turtle under water", ["bubbles", "tropical fish", "turtle", "waves"]),
        ("an owl at night", ["star", "crescent moon", "star", "owl"]),
        ("a crab at the beach", ["sun", "palm tree", "crab", "sand"]),
        ("a penguin in the snow", ["snowflake", "snowflake", "penguin", "snow ground"]),
    ],
)
def test_a_setting_has_two_or_three_elements(wish: str, pictures: list[str]) -> None:
    assert sorted(set(order(drawn(wish)))) == sorted(set(pictures))


@pytest.mark.parametrize("wish", ["a cat", "a cat in a box with a hat", "five mice in a boat in the rain", "a bed"])
def test_every_arrangement_starts_at_0_0(wish: str) -> None:
    placed = drawn(wish).placed
    assert min(each.left for each in placed) == pytest.approx(0)
    assert min(each.top for each in placed) == pytest.approx(0)


def test_an_empty_scene_cannot_be_arranged() -> None:
    with pytest.raises(ValueError, match="nothing"):
        arranged(Scene())
