"""What a wish says of its things: what each does, feels, wears and holds, how many they are, and what is written."""

import pytest

from functions.imagine.illustrators.openmoji import scene_of
from functions.imagine.illustrators.openmoji.scene import Pattern, Relation, Scene, Size, Thing


def only(wish: str, language: str = "en") -> Thing:
    (thing,) = scene_of(wish, language).things
    return thing


def names(scene: Scene) -> list[str]:
    return [thing.emoji.name for thing in scene.things]


@pytest.mark.parametrize(
    ("wish", "language", "subject", "action"),
    [
        ("a bear swimming", "en", "bear", "swimming"),
        ("a llama surfing", "en", "llama", "surfing"),
        ("a swimming bear", "en", "bear", "swimming"),
        ("an elephant skiing", "en", "elephant", "skiing"),
        ("a pig that can fly", "en", "pig", "flying"),
        ("a dragon that breathes fire", "en", "dragon", "breathing fire"),
        ("a girl singing songs", "en", "girl", "singing"),
        ("the dog is sleeping", "en", "dog", "sleeping"),
        ("ein schwimmender Bär", "de", "bear", "swimming"),
        ("ein Hund der tanzt", "de", "dog", "dancing"),
        ("un oso nadando", "es", "bear", "swimming"),
        ("una llama cantando", "es", "llama", "singing"),
    ],
)
def test_who_acts_is_kept(wish: str, language: str, subject: str, action: str) -> None:
    thing = scene_of(wish, language).things[0]
    assert (thing.emoji.name, thing.action) == (subject, action)


@pytest.mark.parametrize(
    ("wish", "language", "feeling"),
    [
        ("an angry bird", "en", "angry"),
        ("a dinosaur crying", "en", "crying"),
        ("the bear is sad", "en", "sad"),
        ("a cat in love", "en", "in love"),
        ("ein trauriger Clown", "de", "sad"),
        ("ein Hund ist müde", "de", "sleepy"),
        ("un oso triste", "es", "sad"),
        ("un gato enojado", "es", "angry"),
    ],
)
def test_what_it_feels(wish: str, language: str, feeling: str) -> None:
    assert only(wish, language).feeling == feeling


@pytest.mark.parametrize(
    ("wish", "language", "drawn"),
    [
        ("a girl in a wheelchair", "en", "woman in manual wheelchair"),
        ("grandpa in a wheelchair", "en", "man in manual wheelchair"),
        ("a child using a wheelchair", "en", "person in manual wheelchair"),
        ("a wheelchair girl", "en", "woman in manual wheelchair"),
        ("a wheelchair", "en", "manual wheelchair"),
        ("a blind person", "en", "person with white cane"),
        ("a man with a white cane", "en", "man with white cane"),
        ("my mom with a hijab", "en", "woman with headscarf"),
        ("ein Mädchen im Rollstuhl", "de", "woman in manual wheelchair"),
        ("Oma mit Kopftuch", "de", "woman with headscarf"),
        ("ein Mann mit Turban", "de", "man wearing turban"),
        ("una niña en silla de ruedas", "es", "woman in manual wheelchair"),
        ("un niño con bastón blanco", "es", "man with white cane"),
        ("坐轮椅的女孩", "zh", "woman in manual wheelchair"),
        ("戴头巾的女孩", "zh", "woman with headscarf"),
    ],
)
def test_a_person_and_an_aid_are_one_drawing(wish: str, language: str, drawn: str) -> None:
    assert only(wish, language).emoji.name == drawn


@pytest.mark.parametrize(
    ("wish", "language", "drawn"),
    [
        ("a boy with a hearing aid", "en", ["boy", "ear with hearing aid"]),
        ("ein Kind mit Hörgerät", "de", ["child", "ear with hearing aid"]),
        ("戴着助听器的男孩", "zh", ["boy", "ear with hearing aid"]),
        ("a girl and a wheelchair", "en", ["girl", "manual wheelchair"]),
        ("a cat in a wheelchair", "en", ["cat", "manual wheelchair"]),
        ("a princess in a wheelchair", "en", ["princess", "manual wheelchair"]),
    ],
)
def test_an_aid_is_drawn_beside_who_has_no_drawing_with_it(wish: str, language: str, drawn: list[str]) -> None:
    scene = scene_of(wish, language)
    assert names(scene) == drawn
    assert all(thing.bearer is None for thing in scene.things)


def test_two_that_are_joined_act_together() -> None:
    assert [one.action for one in scene_of("a cat and a dog dancing").things] == ["dancing", "dancing"]
    assert [one.action for one in scene_of("a cat and a dancing dog").things] == [None, "dancing"]


@pytest.mark.parametrize(
    ("wish", "language", "carried", "relation", "bearer"),
    [
        ("a cat with a hat", "en", "top hat", Relation.WEARING, 0),
        ("a cat in a dress", "en", "dress", Relation.WEARING, 0),
        ("a bear on ice skates", "en", "ice skate", Relation.WEARING, 0),
        ("a castle and a fish with a hat", "en", "top hat", Relation.WEARING, 1),
        ("a dog with a balloon", "en", "balloon", Relation.HOLDING, 0),
        ("a frog playing guitar", "en", "guitar", Relation.HOLDING, 0),
        ("a rabbit eating a carrot", "en", "carrot", Relation.EATING, 0),
        ("ein Hund mit Brille", "de", "glasses", Relation.WEARING, 0),
        ("ein Hase isst eine Karotte", "de", "carrot", Relation.EATING, 0),
        ("una princesa con un globo", "es", "balloon", Relation.HOLDING, 0),
    ],
)
def test_what_is_worn_held_or_eaten_has_a_bearer(
    wish: str, language: str, carried: str, relation: Relation, bearer: int
) -> None:
    thing = scene_of(wish, language).things[-1]
    assert (thing.emoji.name, thing.relation, thing.bearer) == (carried, relation, bearer)


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("a man on a girl", "en"),
        ("a man riding a girl", "en"),
        ("a man eating a child", "en"),
        ("a man fighting a girl", "en"),
        ("a boy and a girl fighting", "en"),
        ("a prince on a princess", "en"),
        ("a fire on a child", "en"),
        ("a child on fire", "en"),
        ("a cat in the fire", "en"),
        ("a child in a toilet", "en"),
        ("ein Mann auf einem Mädchen", "de"),
        ("ein Kind im Feuer", "de"),
        ("un hombre sobre una niña", "es"),
        ("男孩骑着女孩", "zh"),
        ("小朋友在火里", "zh"),
    ],
)
def test_nobody_is_hurt(wish: str, language: str) -> None:
    assert [one.relation for one in scene_of(wish, language).things] == [Relation.BESIDE, Relation.BESIDE]


@pytest.mark.parametrize(
    ("wish", "relation"),
    [
        ("a child on a horse", Relation.ABOVE),
        ("a child on the toilet", Relation.ABOVE),
        ("a man hugging a girl", Relation.LOVING),
        ("a knight fighting a dragon", Relation.FIGHTING),
        ("a ninja fighting a pirate", Relation.FIGHTING),
        ("a dinosaur in a volcano", Relation.IN),
    ],
)
def test_what_hurts_nobody_is_drawn(wish: str, relation: Relation) -> None:
    assert scene_of(wish).things[-1].relation is relation


def test_an_and_continues_what_is_worn() -> None:
    hat, glasses = scene_of("a cat wearing a hat and glasses").things[1:]
    assert (hat.bearer, glasses.bearer) == (0, 0)


@pytest.mark.parametrize(
    ("wish", "language", "pictures"),
    [
        ("no dogs just a cat", "en", ["cat"]),
        ("not a dog but a cat", "en", ["cat"]),
        ("keine Hunde, nur eine Katze", "de", ["cat"]),
        ("un gato sin sombrero", "es", ["cat"]),
        ("zero cats", "en", []),
    ],
)
def test_what_is_not_wanted_is_not_drawn(wish: str, language: str, pictures: list[str]) -> None:
    assert names(scene_of(wish, language)) == pictures


@pytest.mark.parametrize(
    ("wish", "language", "count"),
    [
        ("twenty stars", "en", 20),
        ("forty two stars", "en", 42),
        ("a hundred stars", "en", 100),
        ("lots of stars", "en", 9),
        ("zwanzig Sterne", "de", 20),
        ("fünfundzwanzig Sterne", "de", 25),
        ("viele Sterne", "de", 9),
        ("treinta estrellas", "es", 30),
        ("muchas estrellas", "es", 9),
        ("1.5 cats", "en", 1),
        ("2,5 Katzen", "de", 2),
        ("0.5 cats", "en", 1),
        ("1,000 cats", "en", 100),
        ("-5 cats", "en", 3),
        ("三十万只猫", "zh", 100),
        ("两千只猫", "zh", 100),
    ],
)
def test_numbers_go_to_a_hundred(wish: str, language: str, count: int) -> None:
    assert only(wish, language).count == count


def test_adjectives_have_a_form() -> None:
    small, big = scene_of("a tiny elephant and a big mouse").things
    assert (small.size, big.size) == (Size.SMALL, Size.BIG)
    assert only("a striped cat").pattern is Pattern.STRIPED
    assert only("a dog with spots").pattern is Pattern.SPOTTED
    assert only("ein schwarzes Pferd", "de").pattern is Pattern.BLACK
    assert only("un perro negro", "es").pattern is Pattern.BLACK


PEOPLE = {
    "en": """child boy girl man woman grandma grandpa baby people children princess prince king superhero fairy mermaid
        witch pirate doctor clown angel smiley couple hand""",
    "de": "Kind Junge Mädchen Mann Frau Oma Opa Leute Kinder Prinzessin Fee Hexe",
    "es": "niño niña hombre mujer abuela abuelo princesa hada sirena bruja",
}
PATTERNS = {
    "en": ["a black {}", "a striped {}", "spotted {}", "a {} with stripes", "the {} is black"],
    "de": ["ein schwarzer {}", "schwarze {}", "ein gestreiftes {}", "ein {} mit Punkten"],
    "es": ["un {} negro", "una {} negra", "una {} con lunares"],
}


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        (pattern.format(person), language)
        for language, people in PEOPLE.items()
        for person in people.split()
        for pattern in PATTERNS[language]
    ]
    + [(wish, "zh") for wish in ("一个黑人", "黑色的公主", "条纹的小朋友", "黑色的美人鱼", "斑点的女孩")],
)
def test_a_person_is_drawn_with_a_face(wish: str, language: str) -> None:
    things = scene_of(wish, language).things
    assert [one.pattern for one in things] == [None] * len(things)


@pytest.mark.parametrize(("wish", "drawn"), [("a black child", "child"), ("black people", "person")])
def test_a_black_person_is_drawn_as_a_person(wish: str, drawn: str) -> None:
    assert only(wish).emoji.name == drawn


def test_what_a_person_wears_keeps_its_pattern() -> None:
    girl, dress = scene_of("a black girl in a striped dress").things
    assert (girl.pattern, dress.pattern) == (None, Pattern.STRIPED)


@pytest.mark.parametrize(
    ("wish", "language", "setting"),
    [
        ("a cat in space", "en", "space"),
        ("a turtle under the sea", "en", "underwater"),
        ("a dinosaur at night", "en", "night"),
        ("ein Pferd auf der Wiese", "de", "meadow"),
        ("ein Fisch unter Wasser", "de", "underwater"),
        ("una sirena en el mar", "es", "sea"),
        ("un pez bajo el agua", "es", "underwater"),
    ],
)
def test_where_it_is(wish: str, language: str, setting: str) -> None:
    scene = scene_of(wish, language)
    assert (len(scene.things), scene.settings) == (1, (setting,))


@pytest.mark.parametrize(
    ("wish", "lettering"),
    [
        ("my name is Zoë can you write my name", "Zoë"),
        ("the letter a", "A"),
        ("the number seven", "7"),
        ("number twenty one", "21"),
        ("I love you mommy", "I love you mommy"),
        ("a cat that says hello", "hello"),
        ("please draw Pikachu", "Pikachu"),
        ("Super Mario riding Yoshi", "Super Mario riding Yoshi"),
        ("a flux capacitor", "flux capacitor"),
        ("write Anna-Lena", "Anna-Lena"),
        ("draw Jean-Luc Picard", "Jean-Luc Picard"),
        ("my name is Anna-Lena Müller-Lüdenscheidt", "Anna-Lena Müller-Lüdenscheidt"),
        ("hello@x.de", "hello@x.de"),
        ("write 3.14", "3.14"),
        ("write -5", "-5"),
        ("the number 1,000", "1,000"),
        ("the number 3.14", "3.14"),
        ("write ha ha", "ha ha"),
    ],
)
def test_what_is_written(wish: str, lettering: str) -> None:
    assert scene_of(wish).lettering == lettering


@pytest.mark.parametrize(
    ("wish", "pictures", "unknown"),
    [
        ("Spider-Man", ["superhero"], "Spider-Man"),
        ("a blorb eating pizza", ["pizza"], "blorb"),
        ("Elsa and Olaf", ["princess", "snowman"], "Elsa & Olaf"),
        ("a gorgeous cat", ["cat"], ""),
    ],
)
def test_names_and_nouns_without_a_drawing_are_kept(wish: str, pictures: list[str], unknown: str) -> None:
    scene = scene_of(wish)
    assert (names(scene), scene.unknown) == (pictures, unknown)


@pytest.mark.parametrize(
    ("wish", "language", "pictures"),
    [
        ("drei kleine Schweinchen und ein Wolf", "de", ["pig", "wolf"]),
        ("eine Regenbogenkatze", "de", ["rainbow", "cat"]),
        ("Schokoladenkuchen", "de", ["birthday cake"]),
        ("Bäume und Häuser", "de", ["deciduous tree", "house with garden"]),
        ("un gatito y dos perritos", "es", ["cat", "dog face"]),
        ("peces y pájaros", "es", ["fish", "bird"]),
    ],
)
def test_plurals_diminutives_and_compounds(wish: str, language: str, pictures: list[str]) -> None:
    assert names(scene_of(wish, language)) == pictures


def test_a_wish_need_not_be_in_the_language_of_the_device() -> None:
    assert names(scene_of("ein Einhorn auf einem Regenbogen", "en")) == ["unicorn", "rainbow"]
    assert names(scene_of("a cat riding a rocket", "de")) == ["cat", "rocket"]
