"""Every error of ours. The bare class name is what Step Functions compares, so leaves are few and named for it.

    StikadooError
    ├── TemporaryError        somebody else will do better in a moment: retried
    │   ├── RecordingIncomplete
    │   ├── ProviderThrottled
    │   └── ProviderUnavailable
    ├── SpeakerError          the person can do better next time: a kind word, the execution SUCCEEDS
    │   ├── NothingHeard
    │   ├── WishRejected
    │   ├── WishCancelled
    │   ├── SpendLimitReached
    │   └── PictureRefused
    ├── DeviceError
    │   ├── DeviceGone        the sticker is kept
    │   ├── CorruptAudio
    │   └── MalformedMessage  answered at the edge, never seen by the state machine
    └── OperatorError         we configured it wrong: not retried, FAILED, alarm
        ├── MissingSettings
        ├── UnknownProvider
        └── ProviderRefusedKey

No error carries a child's words, a token or a presigned URL: its sentence ends up in an execution's history.
"""


class StikadooError(Exception):
    """Abstract, like the four families below: only leaves are raised."""


class TemporaryError(StikadooError):
    """Somebody else will do better in a moment."""


class SpeakerError(StikadooError):
    """The person can do better next time."""


class DeviceError(StikadooError):
    """The device, or the line to it."""


class OperatorError(StikadooError):
    """We configured it wrong."""


class RecordingIncomplete(TemporaryError):
    """Chunks that were sent have not all been stored yet."""

    def __init__(self, missing: int, waited_seconds: float) -> None:
        super().__init__(missing, waited_seconds)
        self.missing = missing
        self.waited_seconds = waited_seconds

    def __str__(self) -> str:
        return f"{self.missing} packets had not arrived after {self.waited_seconds:.1f} s"


class _ProviderTrouble(TemporaryError):
    def __init__(self, provider: str, reason: str) -> None:
        super().__init__(provider, reason)
        self.provider = provider
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.provider}: {self.reason}"


class ProviderThrottled(_ProviderTrouble):
    """A provider asked us to slow down."""


class ProviderUnavailable(_ProviderTrouble):
    """A provider did not answer, or answered that it cannot just now."""


class NothingHeard(SpeakerError):
    """Silence, noise, or a button pressed by mistake."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return self.why


class WishRejected(SpeakerError):
    """The wish is not one we draw; the reason is a category, never the words."""

    def __init__(self, category: str) -> None:
        super().__init__(category)
        self.category = category

    def __str__(self) -> str:
        return f"category {self.category}"


class WishCancelled(SpeakerError):
    """The person took the wish back."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how

    def __str__(self) -> str:
        return f"cancelled by {self.how}"


class SpendLimitReached(SpeakerError):
    """So many stickers a day, and no more: tomorrow is another day."""

    def __init__(self, whose: str, limit: int) -> None:
        super().__init__(whose, limit)
        self.whose = whose
        self.limit = limit

    def __str__(self) -> str:
        return f"the {self.whose} has had its {self.limit} stickers of today"


class PictureRefused(SpeakerError):
    """The illustrator will not draw this."""

    def __init__(self, provider: str, category: str) -> None:
        super().__init__(provider, category)
        self.provider = provider
        self.category = category

    def __str__(self) -> str:
        return f"{self.provider} refused: {self.category}"


class DeviceGone(DeviceError):
    """The connection is closed: nobody is there to be told."""

    def __init__(self, connection_id: str) -> None:
        super().__init__(connection_id)
        self.connection_id = connection_id

    def __str__(self) -> str:
        return f"connection {self.connection_id} is closed"


class CorruptAudio(DeviceError):
    """What the device sent cannot be decoded at all."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return self.why


class MalformedMessage(DeviceError):
    """A message that breaks the protocol; the sentence goes back to whoever sent it."""

    def __init__(self, why: str, *, offset: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.offset = offset

    def __str__(self) -> str:
        return self.why if self.offset is None else f"{self.why} (at byte {self.offset})"


class MissingSettings(OperatorError):
    """Names every missing setting at once."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.names = names

    def __str__(self) -> str:
        return f"set these environment variables: {', '.join(self.names)}"


class UnknownProvider(OperatorError):
    """A provider name that no table knows; lists those it knows."""

    def __init__(self, kind: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(kind, name, known)
        self.kind = kind
        self.name = name
        self.known = known

    def __str__(self) -> str:
        return f"no {self.kind} is called {self.name!r}; there are: {', '.join(self.known)}"


class ProviderRefusedKey(OperatorError):
    """A provider did not accept our credentials."""

    def __init__(self, provider: str) -> None:
        super().__init__(provider)
        self.provider = provider

    def __str__(self) -> str:
        return f"{self.provider} refused our credentials"


def leaves(family: type[StikadooError] = StikadooError) -> dict[str, type[StikadooError]]:
    """Every class that may be raised, by the name the state machine sees."""
    children = family.__subclasses__()
    if not children:
        return {family.__name__: family}
    found: dict[str, type[StikadooError]] = {}
    for child in children:
        found |= leaves(child)
    return found
