"""Reading wishes in English: the pictures a parent would accept, and known pitfalls."""

import pytest

from functions.imagine.illustrators.openmoji import scene_of
from functions.imagine.illustrators.openmoji.catalogue import catalogue, words
from functions.imagine.illustrators.openmoji.english import forms
from functions.imagine.illustrators.openmoji.scene import Relation


def seen(wish: str) -> list[str]:
    return [f"{one.count} {one.emoji}" if one.count > 1 else str(one.emoji) for one in scene_of(wish).things]


@pytest.mark.parametrize(
    ("wish", "pictures"),
    [
        ("A cat riding a rocket.", ["cat", "rocket"]),
        ("a happy dog with balloons", ["dog", "3 balloon"]),
        ("draw a unicorn eating pizza", ["unicorn", "pizza"]),
        ("a green dragon", ["dragon"]),
        ("a robot dancing in the rain", ["robot"]),
        ("a cat on a blanket", ["cat", "bed"]),
        ("Can you draw me a puppy, please?", ["dog face"]),
        ("I want a kitten", ["cat face"]),
        ("a bunny", ["rabbit"]),
        ("a spaceship", ["rocket"]),
        ("a UFO with aliens", ["flying saucer", "3 alien"]),
        ("a fairy princess", ["princess"]),
        ("a mermaid with a seashell", ["mermaid", "spiral shell"]),
        ("a knight fighting a dragon", ["knight", "dragon"]),
        ("the sun and the moon", ["sun", "crescent moon"]),
        ("grandma riding a motorbike", ["old woman", "motorcycle"]),
        ("my brother's blue bike", ["boy", "bicycle"]),
        ("I love you", ["red heart"]),
        ("Happy birthday!", ["birthday cake"]),
        ("a monkey eating a banana", ["monkey", "banana"]),
        ("a T-Rex", ["T-Rex"]),
        ("a poop", ["pile of poo"]),
        ("a tree", ["deciduous tree"]),
        ("an excavator", ["excavator"]),
    ],
)
def test_a_wish_names_its_pictures(wish: str, pictures: list[str]) -> None:
    assert seen(wish) == pictures


@pytest.mark.parametrize(
    ("wish", "pictures"),
    [
        ("ice cream", ["soft ice cream"]),
        ("a hot dog", ["hot dog"]),
        ("a dog eating a hot dog", ["dog", "hot dog"]),
        ("a big red fire truck", ["fire truck"]),
        ("a teddy bear in a car", ["teddy bear", "automobile"]),
        ("a bus stop", ["bus stop"]),
        ("a stop sign", ["stop sign"]),
        ("a black cat", ["black cat"]),
        ("a shooting star", ["shooting star"]),
        ("a polar bear", ["polar bear"]),
    ],
)
def test_a_name_of_two_words_precedes_its_parts(wish: str, pictures: list[str]) -> None:
    assert seen(wish) == pictures


@pytest.mark.parametrize(
    ("wish", "pictures"),
    [
        ("chocolate cake", ["birthday cake"]),
        ("an orange cat", ["cat"]),
        ("an orange", ["tangerine"]),
        ("a baby elephant", ["elephant"]),
        ("a mermaid cat", ["mermaid", "cat"]),
        ("a unicorn cat", ["cat"]),
        ("a rainbow unicorn", ["rainbow", "unicorn"]),
    ],
)
def test_a_compound_is_its_last_word_unless_both_are_living(wish: str, pictures: list[str]) -> None:
    assert seen(wish) == pictures


@pytest.mark.parametrize(
    ("wish", "pictures"),
    [
        ("a dinosaur", ["T-Rex"]),
        ("a pig that can fly", ["pig"]),
        ("I saw a dragon", ["dragon"]),
        ("a dog named Max", ["dog"]),
        ("a silly cat", ["cat"]),
        ("a king", ["person with crown"]),
        ("something in the way", []),
        ("the letter a", []),
        ("a can of worms", ["3 worm"]),
    ],
)
def test_known_pitfalls(wish: str, pictures: list[str]) -> None:
    assert seen(wish) == pictures


@pytest.mark.parametrize(
    ("wish", "pictures"),
    [
        ("mice", ["3 mouse"]),
        ("butterflies", ["3 butterfly"]),
        ("five foxes", ["5 fox"]),
        ("two cats", ["2 cat"]),
        ("2 big cats", ["2 cat"]),
        ("two sheep", ["2 ewe"]),
        ("three little pigs and a wolf", ["3 pig", "wolf"]),
        ("geese", ["3 goose"]),
        ("wolves", ["3 wolf"]),
        ("buses", ["3 bus"]),
        ("strawberries", ["3 strawberry"]),
        ("flowers", ["bouquet"]),
        ("grapes", ["grapes"]),
        ("glasses", ["glasses"]),
        ("a pair of socks", ["socks"]),
        ("lots of stars", ["9 star"]),
        ("twenty one stars", ["21 star"]),
        ("a hundred ants", ["100 ant"]),
        ("999 ants", ["100 ant"]),
        ("0 ants", []),
    ],
)
def test_plurals_and_numbers_repeat_a_picture(wish: str, pictures: list[str]) -> None:
    assert seen(wish) == pictures


@pytest.mark.parametrize("wish", ["un wombat", "blah blah", "", "!!!"])
def test_an_unknown_wish_is_an_empty_scene(wish: str) -> None:
    assert seen(wish) == []


@pytest.mark.parametrize("unfit", ["cigarette", "wine glass", "coffin", "slot machine", "middle finger", "syringe"])
def test_the_catalogue_has_no_pictures_unfit_for_children(unfit: str) -> None:
    assert words(unfit) not in catalogue().named


def test_a_scene_has_at_most_six_things() -> None:
    assert seen("a cat, a dog, a pig, a cow, a fox, a duck and a bear") == ["cat", "dog", "pig", "cow", "fox", "duck"]


@pytest.mark.parametrize(
    ("wish", "relation"),
    [
        ("a cat riding a rocket", Relation.ABOVE),
        ("a cow jumping over the moon", Relation.OVER),
        ("a penguin on a skateboard", Relation.ABOVE),
        ("a bear under a tree", Relation.BELOW),
        ("a fish in a bathtub", Relation.IN),
        ("a dinosaur driving a bus", Relation.AT),
        ("a cat wearing a crown", Relation.WEARING),
        ("a cat with a dog", Relation.BESIDE),
    ],
)
def test_the_word_between_two_things_gives_their_relation(wish: str, relation: Relation) -> None:
    assert scene_of(wish).things[1].relation is relation


@pytest.mark.parametrize(
    "wish", ["a swing set", "a washing machine", "a pool table", "my mummy costume box", "a flux capacitor"]
)
def test_no_drawing_is_chosen_for_a_word_it_is_only_tagged_with(wish: str) -> None:
    nonsense = {"triangular ruler", "fax machine", "pool 8 ball", "woman", "card file box"}
    assert not nonsense & set(seen(wish))


def test_singulars_are_tried_from_the_word_itself() -> None:
    assert forms("bus") == ["bus"]
    assert forms("glass") == ["glass"]
    assert forms("boxes") == ["boxes", "boxe", "box"]
    assert forms("mice") == ["mice", "mouse"]
    assert "cookie" in forms("cookies")
