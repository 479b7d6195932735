"""Wake words: the texts that firmware sends by `listen detect` when it is woken, and that are no wishes.

Compared without case, spaces and punctuation. The setting `wake_words` adds to the table.
"""

import re
from functools import cache

_SEPARATOR = " | "

WAKE_WORDS = {
    "Stikadoo": ("Hi Stikadoo | Hey Stikadoo"),
    "xiaozhi-esp32 48142026, main/Kconfig.projbuild (custom wake word)": ("小土豆"),
    "esp-sr 7ff63a7d, README.md and the labels in model/wakenet_model/*/_MODEL_INFO_": (
        "Hi,乐鑫 | 嗨乐鑫 | Hi,Lexin | Hi,ESP | こんにちは ESP | Konnichihaespja | Bonjour ESP | "
        "Bonjourespfr | 你好小智 | Ni3Hao3Xiao3Zhi4 | Hi,Jason | 你好喵伴 | 小爱同学 | Xiaoaitongxue | "
        "Hi,M Five | Alexa | Jarvis | Computer | Hey,Willow | Sophia | Mycroft | Hey,Printer | Hi,Joy | "
        "Hey,Wand | Hey,Wanda | Astrolabe | Hey,Ily | Hi,Jolly | Hi,Fairy | Blue Chip | Hi,Andy | Hey,Ivy | "
        "Hi,Stack Chan | Hey,Kira | Hey Gigi | Hi,Wall E | Hi,瓦力 | Hi,Wall,E or Hi,瓦力 | 你好小鑫 | "
        "小美同学 | Hi,小星 | 小龙小龙 | 喵喵同学 | Hi,喵喵 | Hi,Lily | Hi,莉莉 | Hi,Lily or Hi,莉莉 | "
        "Hi,Telly | Hi,泰力 | 小滨小滨 | 小冰小冰 | 小滨小滨,小冰小冰 | Hi,小巫 | 小鸭小鸭 | 璃奈板 | "
        "Linaiban | 小酥肉 | 小宇同学 | 小明同学 | 小康同学 | 小箭小箭 | 小特小特 | 你好小益 | 你好百应 | "
        "小鹿小鹿 | 你好东东 | 你好小安 | nihaoxiaoan | 你好小脉 | 你好小瑞 | Ni3Hao3Xiao3Rui4 | 嗨小欧 | "
        "小珈小珈 | 小峰小峰 | 嗨小象 | 你好星宝"
    ),
    "xiaozhi-esp32-server 7475ea2b, main/xiaozhi-server/config.yaml and main/digital-human": (
        "嘿你好呀 | 你好小志 | 你好小新"
    ),
    "py-xiaozhi 95bd792f, models/*/keywords*.txt": (
        "MOSS | 你好军哥 | 蛋哥蛋哥 | 你好问问 | 小艺小艺 | 小米小米 | 林美丽 | 你好西西"
    ),
    "micro-wake-word-models 05b65922, models/": ("Hey Jarvis | Hey Mycroft | Okay Nabu | Okay Computer"),
}
"By source; separated by |."


def is_wake_word(text: str, added: str) -> bool:
    """`added`: more wake words, separated by commas."""
    return _plain(text) in _known(added)


@cache
def _known(added: str) -> frozenset[str]:
    words = [word for words in WAKE_WORDS.values() for word in words.split(_SEPARATOR)] + added.split(",")
    return frozenset(filter(None, map(_plain, words)))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
