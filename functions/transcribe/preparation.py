"""The init phase of transcribe's Lambda: creates the stage's first engine, before the first call.

Whisper's weights are fetched and loaded then, so that a snapshot of SnapStart contains the model. Outside of Lambda
nothing is prepared.
"""

from collections.abc import Callable

from stikadoo.aws.clients import client
from stikadoo.errors import OperatorError, TemporaryError
from stikadoo.settings import settings
from stikadoo.worker_settings import TranscribeSettings


def prepare(function_name: str, transcriber: Callable[[str], object]) -> None:
    """`function_name`: empty outside of Lambda; `transcriber`: returns an engine by name, the same in each call."""
    if not function_name:
        return
    client("s3")
    try:
        first, *_ = settings(TranscribeSettings).transcriber.split(",")
        transcriber(first.strip())
    except (OperatorError, TemporaryError):  # raised again, and logged, by the first call
        return
