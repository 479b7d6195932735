"""The init phase of transcribe's Lambda: creates the stage's first engine, before the first call.

Whisper's weights are fetched and loaded then, so that a snapshot of SnapStart contains the model. Outside of Lambda
nothing is prepared.

An error is logged, and the first call raises it again. But a snapshot without the model would be restored for as long
as its version lives, so there the init phase fails, and with it the version's publication.
"""

import time
from collections.abc import Callable, Sequence

from stikadoo.aws.clients import client
from stikadoo.errors import OperatorError, TemporaryError
from stikadoo.logs import log_line
from stikadoo.settings import is_snapshot, settings
from stikadoo.worker_settings import TranscribeSettings

_RETRY_SECONDS = (5.0, 10.0)
"For a snapshot, which may take two minutes: a new role's rights take seconds to be in force."


def prepare(
    function_name: str, transcriber: Callable[[str], object], retry_seconds: Sequence[float] = _RETRY_SECONDS
) -> None:
    """`function_name`: empty outside of Lambda; `transcriber`: returns an engine by name, the same in each call.

    For a snapshot, raises OperatorError, and TemporaryError after retries.
    """
    if not function_name:
        return
    client("s3")
    if is_snapshot():
        _prepare_snapshot(transcriber, retry_seconds)
        return
    with log_line("prepare") as line:
        try:
            _create(transcriber)
        except (OperatorError, TemporaryError) as exc:
            line.warn(error=type(exc).__name__, why=str(exc))


def _prepare_snapshot(transcriber: Callable[[str], object], retry_seconds: Sequence[float]) -> None:
    for seconds in retry_seconds:
        try:
            _create(transcriber)
        except TemporaryError:
            time.sleep(seconds)
        else:
            return
    _create(transcriber)


def _create(transcriber: Callable[[str], object]) -> None:
    first, *_ = settings(TranscribeSettings).transcriber.split(",")
    transcriber(first.strip())
