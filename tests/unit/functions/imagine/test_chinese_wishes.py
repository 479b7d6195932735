"""Parsing wishes in Chinese, by the longest known words."""

import pytest

from functions.imagine.illustrators.openmoji import scene_of
from functions.imagine.illustrators.openmoji.catalogue import catalogue, words
from functions.imagine.illustrators.openmoji.chinese_words import NOT_PICTURES, PICTURES
from functions.imagine.illustrators.openmoji.scene import Relation


def seen(wish: str) -> list[str]:
    return [f"{one.count} {one.emoji}" if one.count > 1 else str(one.emoji) for one in scene_of(wish, 0)]


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
        ("消防车", ["fire engine"]),
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
        ("月亮上的兔子", ["rabbit", "crescent moon"], Relation.ABOVE),
        ("兔子在月亮上", ["rabbit", "crescent moon"], Relation.ABOVE),
        ("在雨中跳舞的机器人", ["robot", "cloud with rain"], Relation.IN),
        ("大海里的鲸鱼", ["spouting whale", "water wave"], Relation.IN),
        ("恐龙开消防车", ["T-Rex", "fire engine"], Relation.AT),
        ("戴皇冠的青蛙", ["frog", "crown"], Relation.WEARING),
    ],
)
def test_the_subject_comes_first_in_either_word_order(wish: str, pictures: list[str], relation: Relation) -> None:
    assert seen(wish) == pictures
    assert scene_of(wish, 0)[1].relation is relation


def test_a_japanese_wish_is_not_read_as_chinese() -> None:
    assert seen("猫") == ["cat"]
    assert seen("猫とロケット") == []


def test_every_word_of_the_table_has_a_picture() -> None:
    assert {name for name in PICTURES.values() if words(name) not in catalogue().named} == set()
    assert not NOT_PICTURES & PICTURES.keys()
