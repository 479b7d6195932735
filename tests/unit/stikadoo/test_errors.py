"""Errors: leaf classes by name, messages, and pickling (process pools and test runners pickle them)."""

import pickle

import pytest

from stikadoo.errors import (
    CorruptAudio,
    DeviceError,
    DeviceGone,
    MalformedMessage,
    MissingSettings,
    NothingHeard,
    OperatorError,
    PictureRefused,
    PictureUnusable,
    ProviderRefusedKey,
    ProviderThrottled,
    ProviderUnavailable,
    RecordingChanged,
    SpeakerError,
    SpendLimitReached,
    StikadooError,
    TemporaryError,
    UnknownProvider,
    WishCancelled,
    WishRejected,
    leaves,
)

SENTENCES = [
    (RecordingChanged(40, 20), "transcoded up to 40, but stopped at 20"),
    (RecordingChanged(40, None), "transcoded up to 40, but stopped at an unknown time"),
    (ProviderThrottled("S3", "SlowDown"), "S3: SlowDown"),
    (ProviderUnavailable("S3", "503"), "S3: 503"),
    (NothingHeard("only silence"), "only silence"),
    (WishRejected("violence"), "category violence"),
    (WishCancelled("voice"), "cancelled by voice"),
    (SpendLimitReached("device", 100), "the device has reached its daily limit of 100 stickers"),
    (PictureRefused("dashscope", "DataInspectionFailed"), "dashscope refused: DataInspectionFailed"),
    (PictureUnusable("dashscope", "HTTP 403 for the picture's URL"), "dashscope: HTTP 403 for the picture's URL"),
    (DeviceGone("c1="), "connection c1= is closed"),
    (CorruptAudio("no packet decodes"), "no packet decodes"),
    (MalformedMessage("empty frame", offset=7), "empty frame (at byte 7)"),
    (MalformedMessage("this is not JSON"), "this is not JSON"),
    (
        MissingSettings(("STIKADOO_BUCKET", "STIKADOO_TABLE")),
        "set these environment variables: STIKADOO_BUCKET, STIKADOO_TABLE",
    ),
    (
        UnknownProvider("transcriber", "x", ("amazon", "whisper")),
        "unknown transcriber 'x'; known: amazon, whisper",
    ),
    (ProviderRefusedKey("dashscope"), "dashscope rejected our credentials"),
]


@pytest.mark.parametrize(("error", "sentence"), SENTENCES)
def test_an_error_says_what_happened(error: StikadooError, sentence: str) -> None:
    assert str(error) == sentence


def test_every_leaf_is_known_by_its_bare_name() -> None:
    assert leaves() == {type(error).__name__: type(error) for error, _ in SENTENCES}


def test_every_leaf_belongs_to_one_family() -> None:
    families = [leaves(family) for family in (TemporaryError, SpeakerError, DeviceError, OperatorError)]
    assert sum(len(family) for family in families) == len(leaves())
    assert set(leaves(TemporaryError)) == {"RecordingChanged", "ProviderThrottled", "ProviderUnavailable"}


@pytest.mark.parametrize("error", [error for error, _ in SENTENCES if not isinstance(error, MalformedMessage)])
def test_an_error_survives_pickling(error: StikadooError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))


def test_a_malformed_message_keeps_its_offset_when_pickled() -> None:
    again = pickle.loads(pickle.dumps(MalformedMessage("empty frame", offset=7)))
    assert str(again) == "empty frame (at byte 7)"
