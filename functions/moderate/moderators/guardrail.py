"""Moderation by a Bedrock guardrail: ApplyGuardrail → action NONE or GUARDRAIL_INTERVENED, with assessments.

{"action": …, "assessments": [{"contentPolicy": {"filters": [{"type": "VIOLENCE", "action": "BLOCKED"}]}, …}]}. An
assessment may also quote the matched words of the child, which are never read.
https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html
"""

from collections.abc import Iterator
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from stikadoo.aws.clients import translated
from stikadoo.errors import MissingSettings, ProviderUnavailable, StikadooError
from stikadoo.provider.errors import ErrorCategory, ErrorMapping
from stikadoo.settings import variable
from stikadoo.worker_settings import ModerateSettings

SECONDS = 8.0
"The timeout of one attempt; the state machine retries."

_FILTERS = {
    "SEXUAL": "sexual",
    "HATE": "hate",
    "VIOLENCE": "violence",
    "INSULTS": "harassment",
    "MISCONDUCT": "misconduct",
    "PROMPT_ATTACK": "misconduct",
}
_POLICIES = {
    "topicPolicy": "topic",
    "wordPolicy": "profanity",
    "sensitiveInformationPolicy": "personal",
}
_ERRORS = ErrorMapping(
    "Bedrock",
    ("guardrail_id", "guardrail_version", "guardrail_region"),
    {
        "ResourceNotFoundException": ErrorCategory.SETTINGS,
        "ValidationException": ErrorCategory.SETTINGS,
        "ServiceQuotaExceededException": ErrorCategory.THROTTLED,
    },
)
"Codes that `translated` does not map. A code that is not listed is a failure of Bedrock, whatever its status."


class Guardrail:
    """One version of a guardrail in our account."""

    def __init__(self, settings: ModerateSettings, seconds: float = SECONDS) -> None:
        """Raises MissingSettings without a guardrail id, or in a region without Bedrock."""
        if not settings.guardrail_id:
            raise MissingSettings((variable("guardrail_id"),))
        session: Any = boto3.Session()
        region = settings.guardrail_region or session.region_name
        for name in (region, session.region_name):
            _require_bedrock(name)
        self._settings = settings
        self._client = session.client(
            "bedrock-runtime",
            region_name=region,
            config=Config(connect_timeout=3, read_timeout=seconds, retries={"total_max_attempts": 1}),
        )

    def flagged_category(self, text: str) -> str | None:
        response = self._apply(text)
        action = response.get("action")
        if action not in {"NONE", "GUARDRAIL_INTERVENED"}:
            raise ProviderUnavailable("Bedrock", "a response without an action")
        if action == "NONE":
            return None
        assessments = response.get("assessments") or ()
        return next((category for assessment in assessments for category in _categories(assessment)), "other")

    def _apply(self, text: str) -> dict[str, Any]:
        try:
            with translated("Bedrock"):
                response: dict[str, Any] = self._client.apply_guardrail(
                    guardrailIdentifier=self._settings.guardrail_id,
                    guardrailVersion=self._settings.guardrail_version,
                    source="INPUT",
                    content=[{"text": {"text": text}}],
                )
        except ClientError as exc:  # not chained, as its message may quote the request
            raise _ERRORS.error(exc.response.get("Error", {}).get("Code", ""), 500) from None
        except StikadooError as exc:
            raise exc from None
        return response


def _require_bedrock(region: str | None) -> None:
    """Raises MissingSettings in China, where AWS has no Bedrock; its credentials are not valid elsewhere."""
    if (region or "").startswith("cn-"):
        raise MissingSettings((f"{variable('moderator')} (guardrail is not available: no Bedrock in {region})",))


def _categories(assessment: dict[str, Any]) -> Iterator[str]:
    filters = (assessment.get("contentPolicy") or {}).get("filters") or ()
    yield from (_FILTERS.get(one.get("type"), "other") for one in filters if one.get("action") == "BLOCKED")
    yield from (category for policy, category in _POLICIES.items() if assessment.get(policy))
