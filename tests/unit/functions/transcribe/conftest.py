"""One model for all tests of this folder: loading it takes longer than using it."""

import pytest

from functions.transcribe.transcribers.weights import resolve_model
from functions.transcribe.transcribers.whisper import Whisper


@pytest.fixture(scope="session")
def whisper() -> Whisper:
    return Whisper(resolve_model(""))
