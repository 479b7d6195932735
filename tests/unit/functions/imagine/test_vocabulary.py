"""The tables of languages: each meaning is one that can be drawn."""

import pytest

from functions.imagine.illustrators.openmoji import scene_of
from functions.imagine.illustrators.openmoji.catalogue import catalogue, words
from functions.imagine.illustrators.openmoji.figures import picture
from functions.imagine.illustrators.openmoji.props import (
    ACTIONS,
    CAT_FACES,
    COSTUMES,
    FEELINGS,
    SETTINGS,
)
from functions.imagine.illustrators.openmoji.scene import Pattern, Relation, Size
from functions.imagine.illustrators.openmoji.vocabulary import Sense, Vocabulary
from functions.imagine.illustrators.openmoji.wishes import CHINESE, LANGUAGES, Language, vocabulary

EVERY = [*LANGUAGES.values(), CHINESE]
MEANINGS = {
    Sense.ACTION: ACTIONS.keys(),
    Sense.FEELING: FEELINGS.keys(),
    Sense.PLACE: SETTINGS.keys(),
    Sense.SETTING: SETTINGS.keys(),
    Sense.RELATION: set(Relation),
    Sense.LOCATIVE: set(Relation),
    Sense.SIZE: set(Size),
    Sense.PATTERN: set(Pattern),
    Sense.WRITE: {"write", "write my name", "letter", "number", "whole"},
}


def meanings(table: Vocabulary, sense: Sense) -> set[str]:
    return {senses[sense] for senses in table.senses.values() if sense in senses}


@pytest.mark.parametrize("language", EVERY, ids=lambda language: language.table)
@pytest.mark.parametrize("sense", MEANINGS)
def test_every_meaning_is_known(language: Language, sense: Sense) -> None:
    assert meanings(vocabulary(language), sense) <= set(MEANINGS[sense])


@pytest.mark.parametrize("language", EVERY, ids=lambda language: language.table)
def test_every_language_can_say_what_the_others_can(language: Language) -> None:
    table = vocabulary(language)
    assert meanings(table, Sense.FEELING) >= {"happy", "sad", "crying", "angry", "sleepy", "in love", "laughing"}
    assert meanings(table, Sense.ACTION) >= {"swimming", "flying", "singing", "dancing", "sleeping", "running"}
    assert meanings(table, Sense.PLACE) >= {"space", "sea", "snow", "beach", "night", "forest", "moon"}
    assert meanings(table, Sense.RELATION) >= set(Relation) - {
        Relation.BESIDE,
        Relation.BELOW,
        Relation.IN,
        Relation.OVER,
    }


@pytest.mark.parametrize(
    ("language", "least"), [("english", 1400), ("german", 450), ("spanish", 450), ("chinese", 400)]
)
def test_how_many_nouns_a_language_has(language: str, least: int) -> None:
    (table,) = [vocabulary(one) for one in EVERY if one.table == language]
    assert len([key for key, senses in table.senses.items() if Sense.NOUN in senses]) >= least


def test_every_prop_and_element_has_a_drawing() -> None:
    props = [prop.picture for props in [*ACTIONS.values(), *COSTUMES.values()] for prop in props]
    elements = [element.picture for elements in SETTINGS.values() for element in elements]
    for name in {*props, *elements, *FEELINGS.values(), *CAT_FACES.values()}:
        assert picture(name)


@pytest.mark.parametrize("unfit", ["cigarette", "wine glass", "coffin"])
def test_no_language_names_what_is_unfit_for_children(unfit: str) -> None:
    assert words(unfit) not in catalogue().named


@pytest.mark.parametrize(
    ("drawing", "wishes"),
    [
        ("knight", ["a knight", "ein Ritter", "un caballero", "骑士"]),
        ("pirate", ["a pirate", "ein Pirat", "un pirata", "海盗"]),
        ("witch", ["a witch", "eine Hexe", "una bruja", "女巫"]),
        ("dragonfly", ["a dragonfly", "eine Libelle", "una libélula", "蜻蜓"]),
        ("fire truck", ["a fire truck", "ein Feuerwehrauto", "un camión de bomberos", "消防车"]),
        ("sofa", ["a sofa", "ein Sofa", "un sofá", "沙发"]),
    ],
)
def test_every_language_names_the_drawing_of_that_name(drawing: str, wishes: list[str]) -> None:
    for language, wish in zip(("en", "de", "es", "zh"), wishes, strict=True):
        assert [thing.emoji.name for thing in scene_of(wish, language).things] == [drawing]
