"""The Imagine state: draws the admitted wish."""

from functools import cache
from typing import Any

from functions.imagine.illustrators import Illustrator, illustrator_named
from functions.imagine.step import AdmittedDocument, imagine
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.logs import worker
from stikadoo.patience import Patience
from stikadoo.settings import settings
from stikadoo.worker_settings import ImagineSettings


@worker("imagine", dimension="engine")
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    document = AdmittedDocument.model_validate(event)
    chosen = settings(ImagineSettings)
    patience = Patience(chosen.illustrator_attempt_seconds, chosen.illustrator_seconds)
    illustrator = _illustrator(document.engines.illustrator)
    picture = imagine(document, Bucket(chosen.bucket, client("s3")), illustrator, patience)
    return picture.model_dump(mode="json", exclude_none=True)


@cache
def _illustrator(name: str) -> Illustrator:
    """One per process, so that its HTTP connections are reused."""
    return illustrator_named(name, settings(ImagineSettings))
