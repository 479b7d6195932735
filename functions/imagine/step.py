"""The admitted wish becomes picture.png: wish.json → an illustrator → picture.png, or a job to look at again.

prompt.txt holds what the illustrator was asked, where it is asked by a prompt.
"""

from collections.abc import Callable

from functions.imagine.illustrators import Drawing, Illustrator, Job, Request
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import AdmittedWish, ExecutionDocument, Picture, Wish


class AdmittedDocument(ExecutionDocument):
    """What imagine needs; `picture` is there when a job is looked at again."""

    wish: Wish
    picture: Picture | None = None


def imagine(document: AdmittedDocument, bucket: Bucket, illustrator: Illustrator) -> Picture:
    """Raises FileNotFoundError if wish.json is not where the document says, and whatever the illustrator raises."""
    answer = _answer(document, bucket, illustrator)
    asked = {"engine": illustrator.engine, "model": answer.model, "prompt_version": answer.prompt_version}
    if isinstance(answer, Job):
        return Picture(status="working", job=answer.id, **asked)
    key = document.folder.picture
    bucket.put(key, answer.png, "image/png")
    return Picture(status="ready", key=key, **asked)


def _answer(document: AdmittedDocument, bucket: Bucket, illustrator: Illustrator) -> Drawing | Job:
    job = document.picture and document.picture.job_of(illustrator.engine)
    if job:
        return illustrator.check(job)
    wish = bucket.read_facts(document.wish.key, AdmittedWish)
    device = document.device
    return illustrator.start(
        Request(wish.text, document.seed, device.caption, device.language, keep_prompt=_keeper(document, bucket))
    )


def _keeper(document: AdmittedDocument, bucket: Bucket) -> Callable[[str], None]:
    return lambda prompt: bucket.put(document.folder.prompt, prompt.encode(), "text/plain; charset=utf-8")
