"""Does the child take its wish back? Only if it says nothing but that, or says so at the very end.

"never mind", "oh no, cancel that please" and "a cat… no, never mind" do; "a bus stop", "a dinosaur", "a sign that says
cancel" do not: a word is a cancel phrase only as a whole word, and single words only where nothing else was said.
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
)
_FILLERS = frozenset(
    re.findall(r"\w+", "oh no um uh er ah please sorry wait okay ok well and actually hey just i want to lets let us")
)
_CLOSING = ("never mind", "nevermind", "start over", "forget it", "cancel that")
"Said last, these take back what came before."

_CHINESE = ("算了吧", "算了", "取消", "重新来过", "重新来", "重新开始", "重来", "不要了", "不画了")
_CHINESE_FILLERS = frozenset("啊呀哦嗯吧了我要想不请还是那就")
_CHINESE_CLOSING = ("算了吧", "算了", "不要了", "不画了", "重新来", "重来")


def is_cancellation(text: str) -> bool:
    words = re.sub(r"[^\w\s]", " ", text.replace("'", "").replace("’", "")).casefold().split()
    spoken = f" {' '.join(words)} "
    return _says_only_that(spoken) or _ends_with_that(spoken) or _in_chinese("".join(words))


def _says_only_that(spoken: str) -> bool:
    rest = spoken
    for phrase in _PHRASES:
        rest = rest.replace(f" {phrase} ", "  ")
    return rest != spoken and set(rest.split()) <= _FILLERS


def _ends_with_that(spoken: str) -> bool:
    return any(spoken.endswith(f" {phrase} ") for phrase in _CLOSING)


def _in_chinese(spoken: str) -> bool:
    rest = spoken
    for phrase in _CHINESE:
        rest = rest.replace(phrase, "")
    only_that = rest != spoken and set(rest) <= _CHINESE_FILLERS
    return only_that or spoken.endswith(_CHINESE_CLOSING)
