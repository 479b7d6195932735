"""Has an illustrator draw the admitted wish: wish.json → picture.png and picture.json, or a job to check later.

picture.json names the engine and whom to credit; prompt.txt is the prompt, for engines that take one.
"""

from collections.abc import Callable

from functions.imagine.illustrators import Illustrator, Job, Request
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import AdmittedWish, Picture, PictureOrigin, Wish
from stikadoo.patience import EngineDocument, Patience


class AdmittedDocument(EngineDocument):
    """The fields that imagine reads. `picture` is set when a job is checked."""

    wish: Wish
    picture: Picture | None = None


def imagine(document: AdmittedDocument, bucket: Bucket, illustrator: Illustrator, patience: Patience) -> Picture:
    """Raises FileNotFoundError if wish.json is missing, ProviderUnavailable when the engine's time is over, and what
    the illustrator raises.
    """
    job = document.picture and document.picture.job_of(illustrator.engine)
    asked_at = document.asked_at(document.picture if job else None)
    if job:
        result = illustrator.check(job, patience.check(asked_at))
    else:
        request = _request(document, bucket, patience.attempt(illustrator.engine, asked_at))
        result = illustrator.start(request)
    origin = {"engine": illustrator.engine, "model": result.model, "prompt_version": result.prompt_version}
    if isinstance(result, Job):
        patience.await_job(illustrator.engine, asked_at)
        return Picture(status="working", job=result.id, asked_at=asked_at, **origin)
    key = document.folder.picture
    bucket.put(key, result.png, "image/png")
    drawn_by = PictureOrigin(engine=illustrator.engine, model=result.model, credits=result.credits)
    bucket.put_facts(document.folder.picture_origin, drawn_by)
    return Picture(status="ready", key=key, **origin)


def _request(document: AdmittedDocument, bucket: Bucket, limit_seconds: float) -> Request:
    wish, device = bucket.read_facts(document.wish.key, AdmittedWish), document.device
    return Request(
        wish.text,
        document.seed,
        device.caption,
        device.language,
        limit_seconds,
        keep_prompt=_prompt_storage(document, bucket),
    )


def _prompt_storage(document: AdmittedDocument, bucket: Bucket) -> Callable[[str], None]:
    return lambda prompt: bucket.put(document.folder.prompt, prompt.encode(), "text/plain; charset=utf-8")
