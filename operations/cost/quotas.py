"""The load on each quota at the peak rate, compared with the default of an account.

Burst allowances are left out: a busy minute outlasts them. Quotas of third-party engines are not public.
"""

from dataclasses import dataclass
from functools import cache

from infra.pipeline import pipeline_template
from infra.routes_template import merged_template
from operations.cost.bill import Workload
from operations.cost.counts import Counts
from operations.cost.usage import Assumptions, Configuration, Usage, looks_within, usage

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
"Regions with higher Step Functions quotas."


@dataclass(frozen=True)
class Quota:
    """One limit, and the load of this workload on it."""

    name: str
    needs: float
    default: float
    source: str
    remedy: str = _ASK
    only_with: str = ""
    "The only speech engine it applies to; empty for all."

    @property
    def filled(self) -> float:
        """1 at the limit."""
        return self.needs / self.default

    @property
    def is_ours(self) -> bool:
        """A limit of the stage, set by a template parameter; the others are AWS's."""
        return self.name.startswith(_OURS)

    @property
    def breaks(self) -> bool:
        return self.filled > 1


def quotas(
    configuration: Configuration,
    workload: Workload,
    region: str,
    counts: Counts,
    assumptions: Assumptions,
    *,
    peak: float,
) -> list[Quota]:
    """Fullest first. `peak`: wishes in the busiest minute / the average minute's. Raises KeyError as usage does."""
    rate = workload.wishes_a_second * peak
    wish = usage(configuration, counts, assumptions)
    speech = counts.wish(configuration.transport).speech_seconds
    results = [
        *_of_ours(wish, workload, rate),
        *_of_transport(wish, rate),
        *_of_the_state_machine(wish, rate, large=region in _LARGE),
        *_of_storage(wish, rate),
        *_of_transcribe(speech, assumptions, rate),
    ]
    return sorted(results, key=lambda quota: quota.filled, reverse=True)


def _of_ours(wish: Usage, workload: Workload, rate: float) -> list[Quota]:
    """Limits of the stage itself, against a broken device or a stolen token."""
    limits = _ours()
    needs = {
        "StageStickersADay": ("stickers/day", workload.devices * workload.wishes_per_day),
        "ConnectsPerSecond": ("new connections/s", rate),
        "MessagesPerSecond": ("messages in/s", wish.device_messages * rate),
    }
    return [
        Quota(f"{_OURS} {what}", need, limits[name], "infra/pipeline.yaml, infra/routes.yaml", f"--set {name}")
        for name, (what, need) in needs.items()
    ]


def _of_transport(wish: Usage, rate: float) -> list[Quota]:
    return [
        Quota("API Gateway: new connections/s", rate, 500, _API),
        Quota("API Gateway: requests/s, answers too", wish.gateway_requests * rate, 10_000, _API_ACCOUNT),
        Quota("Lambda: running at once", wish.lambda_seconds * rate, 1_000, _LAMBDA, _NEW_ACCOUNTS),
    ]


def _of_the_state_machine(wish: Usage, rate: float, *, large: bool) -> list[Quota]:
    transitions = wish.units["state transitions"] * rate
    return [
        Quota("Step Functions: StartExecution/s", rate, 300 if large else 150, _STATES),
        Quota("Step Functions: transitions/s", transitions, 1_500 if large else 500, _STATES, _NEW_ACCOUNTS),
    ]


def _of_storage(wish: Usage, rate: float) -> list[Quota]:
    writes, puts = wish.units["dynamodb writes"] * rate, wish.units["s3 put and list"] * rate
    return [
        Quota("DynamoDB: writes/s, a new table", writes, 4_000, _DYNAMODB, "doubles every half hour by itself"),
        Quota("DynamoDB: writes/s, the day's counter", rate, 1_000, _DYNAMODB, "--set StageStickersADay=0"),
        Quota("S3: PUTs/s, a prefix", puts, 3_500, _S3, "S3 splits chunks/ by connection as load grows"),
    ]


def _of_transcribe(speech_seconds: float, assumptions: Assumptions, rate: float) -> list[Quota]:
    looks, batch, streaming = looks_within(assumptions.transcript_seconds), "transcribe-batch", "transcribe-streaming"
    streams = (speech_seconds + assumptions.streaming_seconds) * rate
    return [
        Quota("Transcribe: jobs at once", assumptions.transcript_seconds * rate, 250, _TRANSCRIBE, _ASK, batch),
        Quota("Transcribe: StartTranscriptionJob/s", rate, 25, _TRANSCRIBE, _ASK, batch),
        Quota("Transcribe: GetTranscriptionJob/s", looks * rate, 30, _TRANSCRIBE, _ASK, batch),
        Quota("Transcribe: streams at once", streams, 25, _TRANSCRIBE, _ASK, streaming),
    ]


def first_to_break(fullest_first: list[Quota], configuration: Configuration, *, is_ours: bool) -> Quota:
    """The fullest that applies to the configuration: of our own, or of AWS's."""
    return next(
        quota for quota in fullest_first if quota.is_ours is is_ours and quota.only_with in {"", configuration.speech}
    )


@cache
def _ours() -> dict[str, float]:
    """The default values of our own limits."""
    parameters = {**pipeline_template()["Parameters"], **merged_template()["Parameters"]}
    return {
        name: float(parameters[name]["Default"])
        for name in ("StageStickersADay", "ConnectsPerSecond", "MessagesPerSecond")
    }
