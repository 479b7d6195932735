"""Lambda handler of the Transcribe state: speech recognition."""

from functools import cache
from typing import Any

from functions.transcribe.step import TranscodedDocument, transcribe
from functions.transcribe.transcribers import Transcriber, transcriber_named
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.logs import worker
from stikadoo.patience import Patience
from stikadoo.settings import settings
from stikadoo.worker_settings import TranscribeSettings


@worker("transcribe", dimension="engine")
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    document = TranscodedDocument.model_validate(event)
    chosen = settings(TranscribeSettings)
    patience = Patience(chosen.transcriber_attempt_seconds, chosen.transcriber_seconds)
    transcriber = _transcriber(document.engines.transcriber)
    transcription = transcribe(document, Bucket(chosen.bucket, client("s3")), transcriber, patience)
    return transcription.model_dump(mode="json", exclude_none=True)


@cache
def _transcriber(name: str) -> Transcriber:
    """Cached for the process, so that a model stays loaded."""
    return transcriber_named(name, settings(TranscribeSettings))
