"""The Transcribe state: speech becomes words."""

from functools import cache
from typing import Any

from functions.transcribe.step import SpokenDocument, transcribe
from functions.transcribe.transcribers import Transcriber, chosen_transcriber
from stikadoo.aws.bucket import Bucket
from stikadoo.logs import worker
from stikadoo.settings import TranscribeSettings, settings


@worker("transcribe", dimension="engine")
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """document → Transcription"""
    bucket = Bucket(settings(TranscribeSettings).bucket)
    transcription = transcribe(SpokenDocument.model_validate(event), bucket, _transcriber())
    return transcription.model_dump(mode="json", exclude_none=True)


@cache
def _transcriber() -> Transcriber:
    """One a process: a model stays loaded."""
    return chosen_transcriber(settings(TranscribeSettings))
