"""Has an illustrator draw the admitted wish: wish.json → picture.png, or a job to check later.

prompt.txt is the prompt, for engines that take one.
"""

from collections.abc import Callable

from functions.imagine.illustrators import Drawing, Illustrator, Job, Request
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import AdmittedWish, ExecutionDocument, Picture, Wish


class AdmittedDocument(ExecutionDocument):
    """The fields that imagine reads. `picture` is set when a job is checked."""

    wish: Wish
    picture: Picture | None = None


def imagine(document: AdmittedDocument, bucket: Bucket, illustrator: Illustrator) -> Picture:
    """Raises FileNotFoundError if wish.json is missing, and what the illustrator raises."""
    result = _result(document, bucket, illustrator)
    origin = {"engine": illustrator.engine, "model": result.model, "prompt_version": result.prompt_version}
    if isinstance(result, Job):
        return Picture(status="working", job=result.id, **origin)
    key = document.folder.picture
    bucket.put(key, result.png, "image/png")
    return Picture(status="ready", key=key, **origin)


def _result(document: AdmittedDocument, bucket: Bucket, illustrator: Illustrator) -> Drawing | Job:
    job = document.picture and document.picture.job_of(illustrator.engine)
    if job:
        return illustrator.check(job)
    wish = bucket.read_facts(document.wish.key, AdmittedWish)
    device = document.device
    return illustrator.start(
        Request(
            wish.text, document.seed, device.caption, device.language, keep_prompt=_prompt_storage(document, bucket)
        )
    )


def _prompt_storage(document: AdmittedDocument, bucket: Bucket) -> Callable[[str], None]:
    return lambda prompt: bucket.put(document.folder.prompt, prompt.encode(), "text/plain; charset=utf-8")
