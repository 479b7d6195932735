"""Reading wishes in Chinese, by the longest known words."""

import pytest

from functions.imagine.illustrators.openmoji import scene_of
from functions.imagine.illustrators.openmoji.scene import Relation


def seen(wish: str) -> list[str]:
    return [f"{one.count} {one.emoji}" if one.count > 1 else str(one.emoji) for one in scene_of(wish).things]


@pytest.mark.parametrize(
    ("wish", "pictures"),
    [
        ("一只猫骑着火箭", ["cat", "rocket"]),
        ("一只快乐的小狗和三个气球", ["dog face", "3 balloon"]),
        ("画一条绿色的龙", ["dragon"]),
        ("恐龙", ["T-Rex"]),
        ("猫头鹰", ["owl"]),
        ("两只熊猫", ["2 panda"]),
        ("长颈鹿戴帽子", ["giraffe", "top hat"]),
        ("美人鱼", ["mermaid"]),
        ("貓和狗", ["cat", "dog"]),
        ("消防车", ["fire truck"]),
        ("12只蚂蚁", ["12 ant"]),
    ],
)
def test_a_chinese_wish_names_its_pictures(wish: str, pictures: list[str]) -> None:
    assert seen(wish) == pictures


@pytest.mark.parametrize("wish", ["开心", "大家生气", "星期一", "你好"])
def test_characters_within_other_words_are_not_pictures(wish: str) -> None:
    assert seen(wish) == []


@pytest.mark.parametrize(
    ("wish", "pictures", "relation"),
    [
        ("猫骑着火箭", ["cat", "rocket"], Relation.ABOVE),
        ("骑着火箭的猫", ["cat", "rocket"], Relation.ABOVE),
        ("蘑菇上的兔子", ["rabbit", "mushroom"], Relation.ABOVE),
        ("兔子在蘑菇上", ["rabbit", "mushroom"], Relation.ABOVE),
        ("城堡里的公主", ["princess", "castle"], Relation.IN),
        ("树下面的狮子", ["lion", "deciduous tree"], Relation.BELOW),
        ("恐龙开消防车", ["T-Rex", "fire truck"], Relation.AT),
        ("戴皇冠的青蛙", ["frog", "crown"], Relation.WEARING),
    ],
)
def test_the_subject_comes_first_in_either_word_order(wish: str, pictures: list[str], relation: Relation) -> None:
    assert seen(wish) == pictures
    assert scene_of(wish).things[1].relation is relation


@pytest.mark.parametrize(
    ("wish", "picture", "action", "feeling", "settings"),
    [
        ("在雨中跳舞的机器人", "robot", "dancing", None, ("rain",)),
        ("大海里的鲸鱼", "spouting whale", None, None, ("sea",)),
        ("月亮上的兔子", "rabbit", None, None, ("moon",)),
        ("一只会飞的猪", "pig", "flying", None, ()),
        ("一条哭泣的恐龙", "T-Rex", None, "crying", ()),
        ("熊猫在太空睡觉", "panda", "sleeping", None, ("space",)),
    ],
)
def test_what_it_does_and_feels_and_where(
    wish: str, picture: str, action: str | None, feeling: str | None, settings: tuple[str, ...]
) -> None:
    scene = scene_of(wish)
    assert [(one.emoji.name, one.action, one.feeling) for one in scene.things] == [(picture, action, feeling)]
    assert scene.settings == settings


def test_what_is_not_wanted_is_not_drawn() -> None:
    assert seen("不要狗，只要一只猫") == ["cat"]
    assert seen("二十三颗星星") == ["23 star"]


def test_a_japanese_wish_is_not_read_as_chinese() -> None:
    assert seen("猫") == ["cat"]
    assert seen("猫とロケット") == []
