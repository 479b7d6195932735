"""Lambda handler of the Transcribe state: speech recognition."""

from functools import cache
from typing import Any

from functions.transcribe.preparation import prepare
from functions.transcribe.step import Accepted, TranscodedDocument, transcribe
from functions.transcribe.transcribers import Transcriber, transcriber_named
from functions.transcribe.transcribers.languages import supported_languages
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.languages import primary_language
from stikadoo.logs import worker
from stikadoo.patience import Patience
from stikadoo.settings import lambda_function_name, settings
from stikadoo.worker_settings import TranscribeSettings


@worker("transcribe", dimension="engine")
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    document = TranscodedDocument.model_validate(event)
    chosen = settings(TranscribeSettings)
    patience = Patience(chosen.transcriber_attempt_seconds, chosen.transcriber_seconds)
    languages = map(primary_language, supported_languages(chosen.spoken_languages))
    accepted = Accepted(frozenset(languages), chosen.min_confidence)
    transcriber = _transcriber(document.engines.transcriber)
    transcription = transcribe(document, Bucket(chosen.bucket, client("s3")), transcriber, patience, accepted)
    return transcription.model_dump(mode="json", exclude_none=True)


@cache
def _transcriber(name: str) -> Transcriber:
    """Cached for the process, so that a model stays loaded."""
    return transcriber_named(name, settings(TranscribeSettings))


prepare(lambda_function_name(), _transcriber)
