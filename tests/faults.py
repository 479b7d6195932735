"""Provider fault → our exception → the execution's end state, and the alert that the device gets.

The engines' unit tests prove the first step, tests/workflow/test_engines.py the second, through the deployed state
machine. docs/provider-failures.md shows the same for readers. A fault's name is the `answers` of a double in
tests/providers.
"""

from stikadoo.errors import (
    CorruptAudio,
    MissingSettings,
    NothingHeard,
    PictureRefused,
    PictureUnusable,
    ProviderRefusedKey,
    ProviderThrottled,
    ProviderUnavailable,
    StikadooError,
    UnknownProvider,
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
    "no picture": PictureUnusable,
    "expired": PictureUnusable,
    "moved": PictureUnusable,
    "not a picture": PictureUnusable,
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
    "no picture": PictureUnusable,
    "not a picture": PictureUnusable,
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
    "no picture": PictureUnusable,
    "no base64": PictureUnusable,
    "not a picture": PictureUnusable,
}

TRANSCRIBE_BATCH: Faults = {
    "throttled": ProviderThrottled,
    "broken": ProviderUnavailable,
    "hangs up": ProviderUnavailable,
    "refused": ProviderRefusedKey,
    "bad key": ProviderRefusedKey,
    "malformed": ProviderUnavailable,
}
FAILED_JOBS: Faults = {
    "Unsupported media format.": CorruptAudio,
    "The media format provided does not match the detected media format.": CorruptAudio,
    "The sample rate provided does not match the detected sample rate.": CorruptAudio,
    "Invalid number of channels: number of channels too large.": CorruptAudio,
    "The input media file length is too small. Minimum audio duration is 0.500000 milliseconds.": NothingHeard,
    "Your audio file must have a speech segment long enough in duration to perform automatic …": NothingHeard,
    "The S3 URI that you provided can't be accessed.": ProviderRefusedKey,
    "The output bucket that you provided can't be written to.": ProviderRefusedKey,
    "Internal failure.": ProviderUnavailable,
}
"A job's FailureReason → our exception."
TRANSCRIBE_STREAMING: Faults = {
    "throttled": ProviderThrottled,
    "upgrade throttled": ProviderThrottled,
    "broken": ProviderUnavailable,
    "away": ProviderUnavailable,
    "upgrade broken": ProviderUnavailable,
    "refused": ProviderRefusedKey,
    "bad key": ProviderRefusedKey,
    "bad request": UnknownProvider,
    "hangs up": ProviderUnavailable,
    "malformed": ProviderUnavailable,
    "nonsense": ProviderUnavailable,
    "text": ProviderUnavailable,
}
OPENAI_MODERATION: Faults = NETWORK | {
    "throttled": ProviderThrottled,
    "unavailable": ProviderUnavailable,
    "broken": ProviderUnavailable,
    "code of words": ProviderUnavailable,
    "moved": ProviderUnavailable,
    "no results": ProviderUnavailable,
    "half a result": ProviderUnavailable,
    "bad key": ProviderRefusedKey,
    "not allowed": ProviderRefusedKey,
    "no money": ProviderRefusedKey,
    "bad request": MissingSettings,
}
GUARDRAIL: Faults = NETWORK | {
    "throttled": ProviderThrottled,
    "over quota": ProviderThrottled,
    "unavailable": ProviderUnavailable,
    "broken": ProviderUnavailable,
    "unheard of": ProviderUnavailable,
    "no action": ProviderUnavailable,
    "bad key": ProviderRefusedKey,
    "not allowed": ProviderRefusedKey,
}

PROVIDERS: dict[str, Faults] = {
    "`transcribe-batch`: Amazon Transcribe's jobs": TRANSCRIBE_BATCH,
    "`transcribe-batch`: a job that failed": FAILED_JOBS,
    "`transcribe-streaming`: Amazon Transcribe's streams": TRANSCRIBE_STREAMING,
    "`guardrail`: Bedrock Guardrails": GUARDRAIL,
    "`openai` as moderator": OPENAI_MODERATION,
    "`dashscope`": DASHSCOPE_TASK,
    "`bedrock`: Stability's models": BEDROCK,
    "`openai` as illustrator": OPENAI,
}

ILLUSTRATORS = {"dashscope": DASHSCOPE_TASK, "bedrock": BEDROCK, "openai": OPENAI}
"Engine name, as in `engines` → its faults."

ENDS: dict[str, tuple[str, str]] = {
    "ProviderThrottled": ("StickerFailed", "Busy"),
    "ProviderUnavailable": ("StickerFailed", "Busy"),
    "PictureUnusable": ("StickerFailed", "Busy"),
    "ProviderRefusedKey": ("StickerFailed", "Oops"),
    "MissingSettings": ("StickerFailed", "Oops"),
    "UnknownProvider": ("StickerFailed", "Oops"),
    "CorruptAudio": ("StickerFailed", "Oops"),
    "NothingHeard": ("NothingToPrint", "Hm?"),
    "PictureRefused": ("NothingToPrint", "Let's draw something else"),
    "WishRejected": ("NothingToPrint", "Let's draw something else"),
}
"Error → end state, and the English title of the device's alert."
