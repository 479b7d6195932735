"""A fixture with one Whisper model for all tests, since loading takes longer than transcribing."""

import pytest

from functions.transcribe.transcribers.weights import resolve_model
from functions.transcribe.transcribers.whisper import Whisper


@pytest.fixture(scope="session")
def whisper() -> Whisper:
    return Whisper(resolve_model(""))
