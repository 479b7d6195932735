"""The things of a scene are arranged as the wish says."""

import pytest

from functions.imagine.illustrators.openmoji import scene_of
from functions.imagine.illustrators.openmoji.arrangement import Group, Placed, arranged


def drawn(wish: str) -> Group:
    return arranged(scene_of(wish, 0))


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
    group = drawn("a cat and a dog")
    cat, dog = one(group, "cat"), one(group, "dog")
    assert cat.right < dog.left
    assert cat.bottom == pytest.approx(dog.bottom)


def test_food_is_smaller_than_the_eater() -> None:
    group = drawn("a unicorn eating pizza")
    pizza = one(group, "pizza")
    assert one(group, "unicorn").right < pizza.left
    assert pizza.bottom - pizza.top < 0.75


@pytest.mark.parametrize(
    "wish", ["a robot in the rain", "a robot with rain", "rain and a robot", "a robot under a cloud"]
)
def test_the_sky_is_above_in_any_wording(wish: str) -> None:
    sky, robot = sorted(drawn(wish).placed, key=lambda placed: placed.emoji.name == "robot")
    assert sky.bottom <= robot.top + 0.15


def test_a_thing_can_be_on_the_moon() -> None:
    group = drawn("a cow on the moon")
    assert one(group, "cow").top < one(group, "crescent moon").top


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
    assert (crown.left + crown.right) / 2 == pytest.approx((face.left + face.right) / 2)


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


@pytest.mark.parametrize("wish", ["a cat", "a cat in a box with a hat", "five mice in a boat in the rain", "a bed"])
def test_every_arrangement_starts_at_0_0(wish: str) -> None:
    placed = drawn(wish).placed
    assert min(each.left for each in placed) == pytest.approx(0)
    assert min(each.top for each in placed) == pytest.approx(0)


def test_an_empty_scene_cannot_be_arranged() -> None:
    with pytest.raises(ValueError, match="nothing"):
        arranged(())
