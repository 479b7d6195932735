"""Moderators that call the services' test doubles."""

from typing import Any

from functions.moderate.moderators.guardrail import Guardrail
from functions.moderate.moderators.openai import OpenAi
from stikadoo.aws.clients import client
from stikadoo.aws.secrets import Secret
from stikadoo.worker_settings import ModerateSettings
from tests.providers.guardrails import GUARDRAIL, VERSION
from tests.providers.openai_moderation import ModerationDouble
from tests.unit.functions import keys

PATIENCE = 20.0
"seconds"


def moderate_settings(**chosen: Any) -> ModerateSettings:
    named = {"openai_key_parameter": keys.OPENAI, "guardrail_id": GUARDRAIL, "guardrail_version": VERSION}
    return ModerateSettings(bucket="b", table="t", spending_table="s", **(named | chosen))


def asking_openai(api: ModerationDouble, seconds: float = PATIENCE, **chosen: Any) -> OpenAi:
    settings = moderate_settings(openai_url=api.url, **chosen)
    return OpenAi(settings, Secret("openai_key_parameter", settings.openai_key_parameter, client("ssm")), seconds)


def asking_guardrail(seconds: float = PATIENCE, **chosen: Any) -> Guardrail:
    return Guardrail(moderate_settings(**chosen), seconds)
