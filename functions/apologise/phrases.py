"""Phrases on the display when there is no sticker: error name → phrase, in every language of stikadoo.languages."""

from dataclasses import dataclass

from stikadoo.languages import in_language


@dataclass(frozen=True)
class Phrase:
    """The three texts of an alert message."""

    status: str
    message: str
    emotion: str


_GENERIC = {
    "en": Phrase("Oops", "Something went wrong here. Please try again in a moment.", "sad"),
    "zh": Phrase("哎呀", "我们这边出了点问题，请稍后再试一次。", "sad"),
}
_BUSY = {
    "en": Phrase("Busy", "So many stickers today! Please try again in a minute.", "embarrassed"),
    "zh": Phrase("好忙", "今天要画的贴纸太多啦！请过一会儿再试。", "embarrassed"),
}
_BAD_SOUND = {
    "en": Phrase("Oops", "Your voice got lost on the way. Please say it once more.", "confused"),
    "zh": Phrase("哎呀", "你的声音在路上走丢了，请再说一遍。", "confused"),
}
_GROWN_UP = {
    "en": Phrase("Oops", "I need a grown-up to repair me. Please try again later.", "sad"),
    "zh": Phrase("哎呀", "我需要大人来修一修，请晚点再试。", "sad"),
}

PHRASES: dict[str, dict[str, Phrase]] = {
    "NothingHeard": {
        "en": Phrase("Hm?", "I did not hear anything. Hold the button and tell me your wish!", "confused"),
        "zh": Phrase("嗯？", "我没有听到声音。按住按钮，告诉我你的愿望吧！", "confused"),
    },
    "WishRejected": {
        "en": Phrase(
            "Let's draw something else", "I would rather draw something kind. What else do you like?", "winking"
        ),
        "zh": Phrase("换一个吧", "我想画点友善的东西。你还喜欢什么呢？", "winking"),
    },
    "WishCancelled": {
        "en": Phrase("Okay", "All right, never mind! Tell me when you have a new wish.", "happy"),
        "zh": Phrase("好的", "好的，那就算啦！有新愿望再告诉我吧。", "happy"),
    },
    "PictureRefused": {
        "en": Phrase("Let's draw something else", "That one I cannot draw. What else do you like?", "winking"),
        "zh": Phrase("换一个吧", "这个我画不出来。你还喜欢什么呢？", "winking"),
    },
    "SpendLimitReached": {
        "en": Phrase("See you tomorrow", "I have drawn so much today that I need a rest. More tomorrow!", "sleepy"),
        "zh": Phrase("明天见", "今天画了好多好多，我要休息啦。明天再来吧！", "sleepy"),
    },
    "RecordingChanged": _BAD_SOUND,
    "CorruptAudio": _BAD_SOUND,
    "ProviderThrottled": _BUSY,
    "ProviderUnavailable": _BUSY,
    "PictureUnusable": _BUSY,
    "MissingSettings": _GROWN_UP,
    "UnknownProvider": _GROWN_UP,
    "ProviderRefusedKey": _GROWN_UP,
}


def phrase(error: str, language: str) -> Phrase:
    """The error's phrase; a generic one for an error without its own, such as a bug."""
    return in_language(PHRASES.get(error, _GENERIC), language)
