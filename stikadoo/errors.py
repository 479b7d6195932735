"""Exception hierarchy. Step Functions matches the bare class name, so there are few leaf classes, named for the ASL.

    StikadooError
    ├── TemporaryError        a dependency fails for the moment: retried
    │   ├── RecordingChanged  caught: transcoded again
    │   ├── ProviderThrottled
    │   └── ProviderUnavailable
    ├── SpeakerError          an expected outcome that the speaker can change: Apologise, then SUCCEEDED
    │   ├── NothingHeard
    │   ├── WishRejected
    │   ├── WishCancelled
    │   ├── SpendLimitReached
    │   └── PictureRefused
    ├── DeviceError
    │   ├── DeviceGone        the sticker is kept for a later connection
    │   ├── CorruptAudio
    │   └── MalformedMessage  answered by the route; in the state machine, only for a message of ours that is too large
    └── OperatorError         an operator should look: not retried, FAILED, alarm
        ├── MissingSettings
        ├── UnknownProvider
        ├── ProviderRefusedKey
        └── PictureUnusable   the next engine is asked at once

An error message ends up in the execution's history, so it contains no child's words, token or presigned URL.
"""


class StikadooError(Exception):
    """Abstract, like the four families below: only leaf classes are raised."""


class TemporaryError(StikadooError):
    """A transient failure of a dependency: retry."""


class SpeakerError(StikadooError):
    """An expected outcome that the speaker can change with the next wish."""


class DeviceError(StikadooError):
    """A problem of the device or of its connection."""


class OperatorError(StikadooError):
    """A wrong configuration, or a provider that does not keep to its API: an operator should look."""


class RecordingChanged(TemporaryError):
    """The recording\'s listen stop differs from the one it was transcoded with: a message was handled late."""

    def __init__(self, transcoded_ms: int, stopped_ms: int | None) -> None:
        super().__init__(transcoded_ms, stopped_ms)
        self.transcoded_ms = transcoded_ms
        self.stopped_ms = stopped_ms

    def __str__(self) -> str:
        return f"transcoded up to {self.transcoded_ms}, but stopped at {self.stopped_ms or 'an unknown time'}"


class _ProviderError(TemporaryError):
    def __init__(self, provider: str, reason: str) -> None:
        super().__init__(provider, reason)
        self.provider = provider
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.provider}: {self.reason}"


class ProviderThrottled(_ProviderError):
    """A provider limits the request rate."""


class ProviderUnavailable(_ProviderError):
    """A provider did not answer, answered with a server error, or sent an invalid response."""


class NothingHeard(SpeakerError):
    """Silence, noise, or a button pressed by mistake."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class WishRejected(SpeakerError):
    """The wish did not pass moderation. The reason is a category, never the words."""

    def __init__(self, category: str) -> None:
        super().__init__(category)
        self.category = category

    def __str__(self) -> str:
        return f"category {self.category}"


class WishCancelled(SpeakerError):
    """The speaker cancelled the wish, by the button or by a phrase."""

    def __init__(self, means: str) -> None:
        super().__init__(means)
        self.means = means

    def __str__(self) -> str:
        return f"cancelled by {self.means}"


class SpendLimitReached(SpeakerError):
    """The daily sticker limit, of the device or of the stage, is reached."""

    def __init__(self, scope: str, limit: int) -> None:
        super().__init__(scope, limit)
        self.scope = scope
        self.limit = limit

    def __str__(self) -> str:
        return f"the {self.scope} has reached its daily limit of {self.limit} stickers"


class PictureRefused(SpeakerError):
    """The illustrator's content policy refused the wish or the picture."""

    def __init__(self, provider: str, category: str) -> None:
        super().__init__(provider, category)
        self.provider = provider
        self.category = category

    def __str__(self) -> str:
        return f"{self.provider} refused: {self.category}"


class DeviceGone(DeviceError):
    """The device's connection is closed."""

    def __init__(self, connection_id: str) -> None:
        super().__init__(connection_id)
        self.connection_id = connection_id

    def __str__(self) -> str:
        return f"connection {self.connection_id} is closed" if self.connection_id else "no device is connected"


class CorruptAudio(DeviceError):
    """The device's audio cannot be decoded."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class MalformedMessage(DeviceError):
    """A message that breaks the protocol. The sender receives the error message."""

    def __init__(self, reason: str, *, offset: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset

    def __str__(self) -> str:
        return self.reason if self.offset is None else f"{self.reason} (at byte {self.offset})"


class MissingSettings(OperatorError):
    """Required settings are not set; names all of them."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.names = names

    def __str__(self) -> str:
        return f"set these environment variables: {', '.join(self.names)}"


class UnknownProvider(OperatorError):
    """A name that is not in its table; lists the known ones."""

    def __init__(self, kind: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(kind, name, known)
        self.kind = kind
        self.name = name
        self.known = known

    def __str__(self) -> str:
        return f"unknown {self.kind} {self.name!r}; known: {', '.join(self.known)}"


class ProviderRefusedKey(OperatorError):
    """A provider rejected our credentials."""

    def __init__(self, provider: str) -> None:
        super().__init__(provider)
        self.provider = provider

    def __str__(self) -> str:
        return f"{self.provider} rejected our credentials"


class PictureUnusable(OperatorError):
    """A provider drew, and charges, but what it sent is no picture that we can print. A retry would pay again."""

    def __init__(self, provider: str, reason: str) -> None:
        super().__init__(provider, reason)
        self.provider = provider
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.provider}: {self.reason}"


def leaves(family: type[StikadooError] = StikadooError) -> dict[str, type[StikadooError]]:
    """The leaf classes of a family, by the name that the state machine sees."""
    children = family.__subclasses__()
    if not children:
        return {family.__name__: family}
    return {name: leaf for child in children for name, leaf in leaves(child).items()}
