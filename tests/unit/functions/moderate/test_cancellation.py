"""Cancel phrases match as whole words, alone or last; other wishes pass."""

import pytest

from functions.moderate.cancellation import is_cancellation


@pytest.mark.parametrize(
    "text",
    [
        "cancel",
        "Cancel.",
        "never mind",
        "Never mind, cancel",
        "nevermind",
        "oh no, cancel that please",
        "um, start over",
        "I want to start over",
        "let's start over",
        "a cat with a hat, no, never mind",
        "算了",
        "算了吧",
        "取消",
        "哦，不要了",
        "画一只猫，算了",
        "重新来",
        *(
            "stop",
            "Stop!",
            "STOP STOP STOP",
            "please stop",
            "no",
            "No.",
            "no no no",
            "oh no",
            "nope",
            "abort",
            "Abort!",
        ),
        *("no sticker", "no sticker please", "a cat, no sticker", "no thank you", "stop it", "I said stop", "exit"),
        *(
            "退出",
            "退出。",
            "请退出",
            "不要",
            "不要不要",
            "我不要",
            "不",
            "不不不",
            "停",
            "停止",
            "别画了",
            "不用了",
            "停停停",
        ),
    ],
)
def test_a_cancellation_is_detected(text: str) -> None:
    assert is_cancellation(text)


@pytest.mark.parametrize(
    "text",
    [
        "a cat on a blanket",
        "a dinosaur",
        "a bus stop",
        "a stop sign",
        "a sign that says cancel",
        "cancel the cat, draw a dog",
        "a pencil",
        "no dogs, a cat",
        "a castle over a hill",
        "a boy who never minds the rain",
        "a start over the finish line",
        "我要一只猫",
        *(
            "no dogs just a cat",
            "a no entry sign",
            "a cat with no hat",
            "stop signs",
            "a stopwatch",
            "a knot",
            "nothing but net",
        ),
        *(
            "a red stop sign",
            "an exit sign",
            "a cat at the bus stop",
            "a sticker",
            "draw me no monsters",
            "a yes and a no",
        ),
        *("不要狗，要一只猫", "一个停车场", "一辆停着的车", "一个不倒翁", "门上写着退出", "不一样的猫", "停电"),
        "一只重重的大象",
        "a",
        "",
    ],
)
def test_another_wish_is_no_cancellation(text: str) -> None:
    assert not is_cancellation(text)
