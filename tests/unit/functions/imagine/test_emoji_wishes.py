"""A wish of emoji alone is drawn as these emoji."""

import pytest

from functions.imagine.illustrators.openmoji import scene_of


def seen(wish: str) -> list[str]:
    return [f"{one.count} {one.emoji}" if one.count > 1 else str(one.emoji) for one in scene_of(wish).things]


@pytest.mark.parametrize(
    ("wish", "pictures"),
    [
        ("🐱🚀", ["cat face", "rocket"]),
        ("🦄", ["unicorn"]),
        ("🦊", ["fox"]),
        ("🐈‍⬛ 🌈", ["black cat", "rainbow"]),
        ("☀️", ["sun"]),
        ("🎈🎈🎈🐶", ["3 balloon", "dog face"]),
        ("🎈" * 30, ["30 balloon"]),
        ("🐱🐶🦄🚀", ["cat face", "dog face", "unicorn", "rocket"]),
        ("please 🐱!", ["cat face"]),
        ("请 🐱", ["cat face"]),
        ("👍🏽", ["thumbs up"]),
    ],
)
def test_each_emoji_is_its_own_picture(wish: str, pictures: list[str]) -> None:
    assert seen(wish) == pictures


@pytest.mark.parametrize(("wish", "pictures"), [("a dragon 🐱", ["dragon"]), ("一条龙 🐱", ["dragon"])])
def test_words_count_more_than_emoji(wish: str, pictures: list[str]) -> None:
    assert seen(wish) == pictures


@pytest.mark.parametrize("wish", ["", "!?", "blorb", "\ufe0f"])
def test_without_either_nothing_is_seen(wish: str) -> None:
    assert seen(wish) == []
