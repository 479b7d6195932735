"""What providers do wrong → which error of ours it becomes → how the execution ends, and what the device is told.

The unit tests of the engines prove the first step, tests/workflow/test_engines.py the second, on the real machine;
docs/faults.md is this file for people. A fault's name is what a double in tests/providers is told to answer.
"""

from stikadoo.errors import (
    MissingSettings,
    PictureRefused,
    ProviderRefusedKey,
    ProviderThrottled,
    ProviderUnavailable,
    StikadooError,
)

Faults = dict[str, type[StikadooError]]

NETWORK: Faults = {
    "hangs": ProviderUnavailable,
    "hangs up": ProviderUnavailable,
    "malformed": ProviderUnavailable,
}
DASHSCOPE: Faults = NETWORK | {
    "throttled": ProviderThrottled,
    "throttled with 200": ProviderThrottled,
    "unavailable": ProviderUnavailable,
    "broken": ProviderUnavailable,
    "code of words": ProviderUnavailable,
    "refused": PictureRefused,
    "refused with 200": PictureRefused,
    "refused as a copy": PictureRefused,
    "bad key": ProviderRefusedKey,
    "not bought": ProviderRefusedKey,
    "no money": ProviderRefusedKey,
    "no such model": MissingSettings,
    "no such size": MissingSettings,
    "no picture": ProviderUnavailable,
    "expired": ProviderUnavailable,
    "moved": ProviderUnavailable,
    "not a picture": ProviderUnavailable,
}
DASHSCOPE_TASK: Faults = DASHSCOPE | {
    "refused later": PictureRefused,
    "broken later": ProviderUnavailable,
    "throttled later": ProviderThrottled,
    "cancelled": ProviderUnavailable,
    "forgotten": ProviderUnavailable,
    "no task": ProviderUnavailable,
}
BEDROCK: Faults = NETWORK | {
    "throttled": ProviderThrottled,
    "over quota": ProviderThrottled,
    "not ready": ProviderUnavailable,
    "unavailable": ProviderUnavailable,
    "broken": ProviderUnavailable,
    "model too slow": ProviderUnavailable,
    "model broken": ProviderUnavailable,
    "inference error": ProviderUnavailable,
    "refused": PictureRefused,
    "picture refused": PictureRefused,
    "bad key": ProviderRefusedKey,
    "not allowed": ProviderRefusedKey,
    "model ended": MissingSettings,
    "bad request": MissingSettings,
    "no picture": ProviderUnavailable,
    "not a picture": ProviderUnavailable,
}
OPENAI: Faults = NETWORK | {
    "throttled": ProviderThrottled,
    "unavailable": ProviderUnavailable,
    "broken": ProviderUnavailable,
    "a page": ProviderUnavailable,
    "refused": PictureRefused,
    "refused by policy": PictureRefused,
    "refused by another code": PictureRefused,
    "refused without code": PictureRefused,
    "bad key": ProviderRefusedKey,
    "not verified": ProviderRefusedKey,
    "no money": ProviderRefusedKey,
    "over the bill": ProviderRefusedKey,
    "no such model": MissingSettings,
    "no such size": MissingSettings,
    "no picture": ProviderUnavailable,
    "no base64": ProviderUnavailable,
    "not a picture": ProviderUnavailable,
}

ILLUSTRATORS = {"dashscope": DASHSCOPE_TASK, "bedrock": BEDROCK, "openai": OPENAI}
"By their names in `engines`."

ENDS: dict[str, tuple[str, str]] = {
    "ProviderThrottled": ("StickerFailed", "Busy"),
    "ProviderUnavailable": ("StickerFailed", "Busy"),
    "ProviderRefusedKey": ("StickerFailed", "Oops"),
    "MissingSettings": ("StickerFailed", "Oops"),
    "UnknownProvider": ("StickerFailed", "Oops"),
    "CorruptAudio": ("StickerFailed", "Oops"),
    "NothingHeard": ("NothingToPrint", "Hm?"),
    "PictureRefused": ("NothingToPrint", "Let's draw something else"),
    "WishRejected": ("NothingToPrint", "Let's draw something else"),
}
"Error → end state, and the title of the alert that the device is sent, in English."
