"""Wishes a second at the peak become what each quota must hold, beside what an account holds by default.

Bursts are left out: a busy minute outlasts them. Quotas that engines' companies set are known to their customers alone.
"""

from dataclasses import dataclass
from functools import cache

from infra.pipeline import pipeline_template
from infra.routes_template import merged_template
from operations.cost.bill import Scale
from operations.cost.counts import Counts
from operations.cost.usage import Assumed, Choice, Usage, looks_within, usage

_API = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html"
_API_ACCOUNT = "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html (a copy of 2023)"
_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
_STATES = "https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html (a copy of 2023)"
_DYNAMODB = "https://repost.aws/knowledge-center/on-demand-table-throttling-dynamodb"
_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html"
_TRANSCRIBE = "https://docs.aws.amazon.com/transcribe/latest/dg/limits-guidelines.html"

_ASK = "ask AWS for more"
_NEW_ACCOUNTS = "ask AWS for more; a new account has less"

_OURS = "Stikadoo:"
_LARGE = {"us-east-1", "us-west-2", "eu-west-1"}
"Where Step Functions gives more."


@dataclass(frozen=True)
class Quota:
    """One limit, and what this scale needs of it."""

    name: str
    needs: float
    default: float
    source: str
    remedy: str = _ASK
    only_with: str = ""
    "The engine that it concerns, if not all."

    @property
    def filled(self) -> float:
        """1: at its limit."""
        return self.needs / self.default

    @property
    def is_ours(self) -> bool:
        """A stage's own, which a deployment sets; all others are AWS's."""
        return self.name.startswith(_OURS)

    @property
    def breaks(self) -> bool:
        return self.filled > 1


def quotas(choice: Choice, scale: Scale, region: str, counts: Counts, assumed: Assumed, *, peak: float) -> list[Quota]:
    """Fullest first. `peak`: wishes in the busiest minute / the average minute's. Raises KeyError as usage does."""
    rate = scale.wishes_a_second * peak
    one = usage(choice, counts, assumed)
    speech = counts.wish(choice.way).speech_seconds
    found = [
        *_of_ours(one, scale, rate),
        *_of_the_way_in(one, rate),
        *_of_the_machine(one, rate, large=region in _LARGE),
        *_of_storage(one, rate),
        *_of_transcribe(speech, assumed, rate),
    ]
    return sorted(found, key=lambda quota: quota.filled, reverse=True)


def _of_ours(one: Usage, scale: Scale, rate: float) -> list[Quota]:
    """Limits that the stage sets itself, against a broken device or a stolen token."""
    limits = _ours()
    needs = {
        "StageStickersADay": ("stickers/day", scale.devices * scale.wishes_per_day),
        "ConnectsPerSecond": ("new connections/s", rate),
        "MessagesPerSecond": ("messages in/s", one.device_messages * rate),
    }
    return [
        Quota(f"{_OURS} {what}", need, limits[name], "infra/pipeline.yaml, infra/routes.yaml", f"--set {name}")
        for name, (what, need) in needs.items()
    ]


def _of_the_way_in(one: Usage, rate: float) -> list[Quota]:
    return [
        Quota("API Gateway: new connections/s", rate, 500, _API),
        Quota("API Gateway: requests/s, answers too", one.gateway_requests * rate, 10_000, _API_ACCOUNT),
        Quota("Lambda: running at once", one.lambda_seconds * rate, 1_000, _LAMBDA, _NEW_ACCOUNTS),
    ]


def _of_the_machine(one: Usage, rate: float, *, large: bool) -> list[Quota]:
    transitions = one.units["state transitions"] * rate
    return [
        Quota("Step Functions: StartExecution/s", rate, 300 if large else 150, _STATES),
        Quota("Step Functions: transitions/s", transitions, 1_500 if large else 500, _STATES, _NEW_ACCOUNTS),
    ]


def _of_storage(one: Usage, rate: float) -> list[Quota]:
    writes, puts = one.units["dynamodb writes"] * rate, one.units["s3 put and list"] * rate
    return [
        Quota("DynamoDB: writes/s, a new table", writes, 4_000, _DYNAMODB, "doubles every half hour by itself"),
        Quota("DynamoDB: writes/s, the day's counter", rate, 1_000, _DYNAMODB, "--set StageStickersADay=0"),
        Quota("S3: PUTs/s, a prefix", puts, 3_500, _S3, "S3 splits chunks/ by connection as load grows"),
    ]


def _of_transcribe(speech_seconds: float, assumed: Assumed, rate: float) -> list[Quota]:
    looks, batch, streaming = looks_within(assumed.transcript_seconds), "transcribe-batch", "transcribe-streaming"
    streams = (speech_seconds + assumed.streaming_seconds) * rate
    return [
        Quota("Transcribe: jobs at once", assumed.transcript_seconds * rate, 250, _TRANSCRIBE, _ASK, batch),
        Quota("Transcribe: StartTranscriptionJob/s", rate, 25, _TRANSCRIBE, _ASK, batch),
        Quota("Transcribe: GetTranscriptionJob/s", looks * rate, 30, _TRANSCRIBE, _ASK, batch),
        Quota("Transcribe: streams at once", streams, 25, _TRANSCRIBE, _ASK, streaming),
    ]


def first_to_break(found: list[Quota], choice: Choice, *, is_ours: bool) -> Quota:
    """Of those that concern this choice: the fullest of our own, or of AWS's."""
    return next(quota for quota in found if quota.is_ours is is_ours and quota.only_with in {"", choice.speech})


@cache
def _ours() -> dict[str, float]:
    """The defaults of our own limits."""
    told = {**pipeline_template()["Parameters"], **merged_template()["Parameters"]}
    return {
        name: float(told[name]["Default"]) for name in ("StageStickersADay", "ConnectsPerSecond", "MessagesPerSecond")
    }
