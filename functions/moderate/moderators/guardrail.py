"""A wish is judged by a Bedrock guardrail: ApplyGuardrail → action NONE or GUARDRAIL_INTERVENED, with assessments.

{"action": …, "assessments": [{"contentPolicy": {"filters": [{"type": "VIOLENCE", "action": "BLOCKED"}]}, …}]}. Beside
a type may stand what matched, which is the child's words: it is never read.
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
"For one attempt; the machine tries again."

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
_REFUSALS = ErrorMapping(
    "Bedrock",
    ("guardrail_id", "guardrail_version", "guardrail_region"),
    {
        "ResourceNotFoundException": ErrorCategory.SETTINGS,
        "ValidationException": ErrorCategory.SETTINGS,
        "ServiceQuotaExceededException": ErrorCategory.THROTTLED,
    },
)
"What `translated` leaves unnamed; a code that is not here is Bedrock's own trouble, whatever its status."


class Guardrail:
    """One guardrail of the account, in one version."""

    def __init__(self, settings: ModerateSettings, seconds: float = SECONDS) -> None:
        """Raises MissingSettings: no guardrail named, or Bedrock is not where we are."""
        if not settings.guardrail_id:
            raise MissingSettings((variable("guardrail_id"),))
        session: Any = boto3.Session()
        region = settings.guardrail_region or session.region_name
        for place in (region, session.region_name):
            _has_bedrock(place)
        self._settings = settings
        self._client = session.client(
            "bedrock-runtime",
            region_name=region,
            config=Config(connect_timeout=3, read_timeout=seconds, retries={"total_max_attempts": 1}),
        )

    def flagged_category(self, text: str) -> str | None:
        judged = self._ask(text)
        action = judged.get("action")
        if action not in {"NONE", "GUARDRAIL_INTERVENED"}:
            raise ProviderUnavailable("Bedrock", "a reply without an action")
        if action == "NONE":
            return None
        return next((category for said in judged.get("assessments") or () for category in _categories(said)), "other")

    def _ask(self, text: str) -> dict[str, Any]:
        try:
            with translated("Bedrock"):
                judged: dict[str, Any] = self._client.apply_guardrail(
                    guardrailIdentifier=self._settings.guardrail_id,
                    guardrailVersion=self._settings.guardrail_version,
                    source="INPUT",
                    content=[{"text": {"text": text}}],
                )
        except ClientError as exc:  # unchained, like all here: its message may quote what was asked
            raise _REFUSALS.error(exc.response.get("Error", {}).get("Code", ""), 500) from None
        except StikadooError as exc:
            raise exc from None
        return judged


def _has_bedrock(region: str | None) -> None:
    """Raises MissingSettings. AWS in China has no Bedrock, and its credentials open nothing elsewhere."""
    if (region or "").startswith("cn-"):
        raise MissingSettings((f"{variable('moderator')} (guardrail is not to be had: no Bedrock in {region})",))


def _categories(assessment: dict[str, Any]) -> Iterator[str]:
    filters = (assessment.get("contentPolicy") or {}).get("filters") or ()
    yield from (_FILTERS.get(one.get("type"), "other") for one in filters if one.get("action") == "BLOCKED")
    yield from (category for policy, category in _POLICIES.items() if assessment.get(policy))
