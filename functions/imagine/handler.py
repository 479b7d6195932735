"""The Imagine state: an admitted wish becomes a picture."""

from typing import Any

from functions.imagine.illustrators import illustrator_named
from functions.imagine.step import AdmittedDocument, imagine
from stikadoo.aws.bucket import Bucket
from stikadoo.logs import worker
from stikadoo.settings import ImagineSettings, settings


@worker("imagine", dimension="engine")
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """document → Picture"""
    chosen = settings(ImagineSettings)
    picture = imagine(
        AdmittedDocument.model_validate(event), Bucket(chosen.bucket), illustrator_named(chosen.illustrator)
    )
    return picture.model_dump(mode="json", exclude_none=True)
