"""Amazon Transcribe's batch API as a local server: AWS JSON 1.1, jobs by name, output written to S3.

It validates a request as AWS does (target, signature, names, one way to give the language, existing media, the media's
format) and completes a job at the second poll. Sources: the API reference's StartTranscriptionJob,
GetTranscriptionJob and DeleteTranscriptionJob, and https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html for
what is written.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from stikadoo.aws.bucket import Bucket
from tests.providers.http_double import HttpDouble, Request, Response, json_response, served

ERRORS = {
    "throttled": (400, "LimitExceededException"),
    "slow down": (400, "ThrottlingException"),
    "broken": (500, "InternalFailureException"),
    "away": (503, "ServiceUnavailableException"),
    "refused": (400, "AccessDeniedException"),
    "bad key": (400, "UnrecognizedClientException"),
    "expired": (400, "ExpiredTokenException"),
}
"Value of `answers` → HTTP status and error code."

_NAME = re.compile(r"[0-9a-zA-Z._-]{1,200}")
_OUTPUT_KEY = re.compile(r"[a-zA-Z0-9-_.!*'()/]{1,1024}")

WORD = "pronunciation"


def output(job: dict[str, Any], *words: tuple[str, str], guesses: tuple[str, ...] = ()) -> dict[str, Any]:
    """The output for (word, confidence); a word without confidence is punctuation."""
    text = re.sub(r" (?=[.,])", "", " ".join(word for word, _ in words))
    items = [
        {
            "type": WORD if confidence else "punctuation",
            "alternatives": [{"confidence": confidence or "0.0", "content": word}],
        }
        for word, confidence in words
    ]
    results = {"segments": [{"alternatives": [{"transcript": guess, "items": []} for guess in (text, *guesses)]}]}
    return {
        "jobName": job["TranscriptionJobName"],
        "accountId": "000000000000",
        "status": "COMPLETED",
        "results": {"transcripts": [{"transcript": text}], "items": items, **(results if guesses else {})},
    }


class TranscribeApi(HttpDouble):
    """`answers`: HttpDouble's, success, or one of ERRORS."""

    def __init__(self, bucket: Bucket) -> None:
        super().__init__()
        self.bucket = bucket
        self.jobs: dict[str, dict[str, Any]] = {}
        self.words: tuple[tuple[str, str], ...] = (("A", "0.9"), ("green", "1.0"), ("dragon", "0.8"), (".", ""))
        self.guesses: tuple[str, ...] = ("A green wagon.", "The green dragon.")
        self.heard_in = "en-US"
        "The identified language."
        self.fails_with = ""
        "The FailureReason of every job."
        self.writes: bytes | None = None
        "Replaces the output; empty: nothing is written."

    def answer(self, request: Request) -> Response:
        credentials = str(request.headers.get("Authorization"))
        if not re.search(
            r"AWS4-HMAC-SHA256 Credential=\S+/transcribe/aws4_request, .*Signature=[0-9a-f]{64}", credentials
        ):
            return self._error("UnrecognizedClientException", "The security token included in the request is invalid.")
        if self.answers in ERRORS:
            status, name = ERRORS[self.answers]
            return self._error(name, "No.", status)
        service, _, operation = str(request.headers.get("X-Amz-Target")).partition(".")
        does = {
            "StartTranscriptionJob": self._start,
            "GetTranscriptionJob": self._get,
            "DeleteTranscriptionJob": self._delete,
        }
        if (request.method, request.path, service) != ("POST", "/", "Transcribe") or operation not in does:
            return self._error("UnknownOperationException", f"{request.method} {request.path} {service}.{operation}")
        return does[operation](request.json)

    def _start(self, job: dict[str, Any]) -> Response:
        wrong = self._wrong(job)
        if wrong:
            return self._error("BadRequestException", wrong)
        name = job["TranscriptionJobName"]
        if name in self.jobs:
            return self._error("ConflictException", "The requested job name already exists. Use a different job name.")
        self.jobs[name] = job | {"TranscriptionJobStatus": "IN_PROGRESS", "looks": 0}
        return self._told(name)

    def _wrong(self, job: dict[str, Any]) -> str:
        """AWS's error message for an invalid request; else empty."""
        media = self.bucket.find(job["Media"]["MediaFileUri"].removeprefix(f"s3://{self.bucket.name}/"))
        named = job.get("Settings", {}).get("VocabularyName", "known")
        checks = {
            "Invalid job name.": _NAME.fullmatch(job["TranscriptionJobName"]),
            "The S3 URI that you provided can't be accessed.": media is not None,
            "Only one way of telling the language.": ("LanguageCode" in job) != (job.get("IdentifyLanguage") is True),
            "Language options: two or more.": "LanguageCode" in job or len(job.get("LanguageOptions", ())) > 1,
            "Invalid output key.": _OUTPUT_KEY.fullmatch(job["OutputKey"]),
            "The output bucket can't be written.": job["OutputBucketName"] == self.bucket.name,
            "Alternatives: how many?": "MaxAlternatives" in job.get("Settings", {"MaxAlternatives": 0}),
            "A filter without a method.": ("VocabularyFilterName" in job.get("Settings", {}))
            <= ("VocabularyFilterMethod" in job.get("Settings", {})),
            "The requested vocabulary couldn't be found.": named == "known",
        }
        return next((reason for reason, holds in checks.items() if not holds), "")

    def _get(self, request: dict[str, Any]) -> Response:
        name = request["TranscriptionJobName"]
        if name not in self.jobs:
            return self._error("NotFoundException", "The requested job couldn't be found.")
        job = self.jobs[name]
        job["looks"] += 1
        if job["looks"] == 2:
            self._finish(job)
        return self._told(name)

    def _finish(self, job: dict[str, Any]) -> None:
        media = self.bucket.read(job["Media"]["MediaFileUri"].removeprefix(f"s3://{self.bucket.name}/"))
        reason = self.fails_with
        if not media.startswith(b"OggS") or job["MediaFormat"] != "ogg":
            reason = "The media format provided does not match the detected media format."
        if reason:
            job |= {"TranscriptionJobStatus": "FAILED", "FailureReason": reason}
            return
        written = json.dumps(output(job, *self.words, guesses=self.guesses)).encode()
        body = written if self.writes is None else self.writes
        if body:
            self.bucket.put(job["OutputKey"], body, "application/json")
        job |= {"TranscriptionJobStatus": "COMPLETED", "LanguageCode": job.get("LanguageCode", self.heard_in)}

    def _delete(self, request: dict[str, Any]) -> Response:
        self.jobs.pop(request["TranscriptionJobName"], None)
        return json_response({})

    def _told(self, name: str) -> Response:
        kept = ("TranscriptionJobName", "TranscriptionJobStatus", "LanguageCode", "FailureReason", "Media", "Settings")
        job = self.jobs[name]
        return json_response({"TranscriptionJob": {field: job[field] for field in kept if field in job}})

    def _error(self, name: str, message: str, status: int = 400) -> Response:
        return json_response({"__type": name, "Message": message}, status)


@contextmanager
def transcribe_api(bucket: Bucket) -> Iterator[TranscribeApi]:
    """Set AWS_ENDPOINT_URL_TRANSCRIBE to its url."""
    with served(TranscribeApi(bucket)) as double:
        yield double
