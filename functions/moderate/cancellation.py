"""Detects a spoken cancellation: the whole utterance is a cancel phrase, or ends with one.

"never mind", "oh no, cancel that please" and "a cat… no, never mind" are cancellations; "a bus stop", "a dinosaur" and
"a sign that says cancel" are not. Phrases match whole words, and single words only if nothing else is said: "stop" and
"no" are cancellations, "a bus stop" and "no dogs, just a cat" are not.
"""

import re

_PHRASES = (
    "never mind",
    "nevermind",
    "start over",
    "start again",
    "forget it",
    "forget that",
    "cancel that",
    "cancel it",
    "cancel",
    "no sticker",
    "no stickers",
    "no thank you",
    "no thanks",
    "stop it",
    "stop that",
    "stop",
    "abort",
    "no",
    "nope",
    "quit",
    "exit",
    "nothing",
)
_PHRASE = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(_PHRASES, key=len, reverse=True))})(?!\S)")
_FILLERS = frozenset(
    re.findall(
        r"\w+", "oh no um uh er ah please sorry wait okay ok well and actually hey just now i said want to lets let us"
    )
)
_CLOSING = (
    "never mind",
    "nevermind",
    "start over",
    "forget it",
    "cancel that",
    "cancel it",
    "no sticker",
    "no thank you",
    "no thanks",
)
"Phrases that cancel everything before them."

_CHINESE = (
    *("算了吧", "算了", "取消", "重新来过", "重新来", "重新开始", "重来", "不要了", "不画了", "别画了", "不用了"),
    *("不要", "不画", "别画", "不用", "不", "退出", "停止", "停下", "停", "中止", "终止"),
)
_CHINESE_FILLERS = frozenset("啊呀哦嗯吧了我要想不请还是那就")
_CHINESE_CLOSING = ("算了吧", "算了", "不要了", "不画了", "重新来", "重来")


def is_cancellation(text: str) -> bool:
    words = re.sub(r"[^\w\s]", " ", text.replace("'", "").replace("’", "")).casefold().split()
    utterance = f" {' '.join(words)} "
    return _is_phrase(utterance) or _ends_with_phrase(utterance) or _in_chinese("".join(words))


def _is_phrase(utterance: str) -> bool:
    rest = _PHRASE.sub(" ", utterance)
    return rest != utterance and set(rest.split()) <= _FILLERS


def _ends_with_phrase(utterance: str) -> bool:
    return any(utterance.endswith(f" {phrase} ") for phrase in _CLOSING)


def _in_chinese(utterance: str) -> bool:
    rest = utterance
    for phrase in _CHINESE:
        rest = rest.replace(phrase, "")
    is_phrase = rest != utterance and set(rest) <= _CHINESE_FILLERS
    return is_phrase or utterance.endswith(_CHINESE_CLOSING)
