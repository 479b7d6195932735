"""Each service with each response and fault, through its real client: a category, or an error without secrets."""

import logging
import traceback

import pytest

from functions.moderate.moderators import MODERATORS, Moderator, configured_moderators
from functions.moderate.moderators.guardrail import Guardrail
from functions.moderate.moderators.openai import OpenAi
from stikadoo.aws.clients import client
from stikadoo.errors import (
    MissingSettings,
    ProviderRefusedKey,
    StikadooError,
    UnknownProvider,
)
from tests.faults import GUARDRAIL, OPENAI_MODERATION
from tests.providers.guardrails import GuardrailDouble
from tests.providers.http_double import HttpDouble
from tests.providers.openai import KEY
from tests.providers.openai_moderation import ModerationDouble
from tests.unit.functions.moderate.asking import PATIENCE, asking_guardrail, asking_openai, moderate_settings

WISH = "a zyzzyva on the moon"


def fails(api: HttpDouble, moderator: Moderator, error: type[StikadooError], caplog: pytest.LogCaptureFixture) -> None:
    """Asserts this error, and that neither it, its chain nor a log line contains words, key or URL."""
    with caplog.at_level(logging.INFO), pytest.raises(error) as failed:
        moderator.flagged_category(WISH)
    assert api.asked
    written = "".join(traceback.format_exception(failed.value)) + repr(failed.value) + caplog.text
    assert "zyzzyva" not in written
    assert KEY not in written
    assert api.url not in written


def patience(answers: str) -> float:
    return 0.5 if answers == "hangs" else PATIENCE


@pytest.mark.parametrize(("answers", "error"), OPENAI_MODERATION.items())
def test_openai_fails(
    openai: ModerationDouble, answers: str, error: type[StikadooError], caplog: pytest.LogCaptureFixture
) -> None:
    openai.answers = answers
    fails(openai, asking_openai(openai, patience(answers)), error, caplog)


@pytest.mark.parametrize(("answers", "error"), GUARDRAIL.items())
def test_a_guardrail_fails(
    guardrail: GuardrailDouble, answers: str, error: type[StikadooError], caplog: pytest.LogCaptureFixture
) -> None:
    guardrail.answers = answers
    fails(guardrail, asking_guardrail(patience(answers)), error, caplog)


@pytest.mark.parametrize(
    ("answers", "category"),
    [
        ("success", None),
        ("flagged: violence, violence/graphic", "violence"),
        ("flagged: violence, self-harm/intent", "self_harm"),
        ("flagged: sexual/minors, sexual", "sexual"),
        ("flagged: hate/threatening", "hate"),
        ("flagged: harassment", "harassment"),
        ("flagged: illicit/violent", "misconduct"),
        ("flagged: something/new", "other"),
        ("flagged:", "other"),
    ],
)
def test_openai_judges(openai: ModerationDouble, answers: str, category: str | None) -> None:
    openai.answers = answers
    assert asking_openai(openai).flagged_category(WISH) == category
    assert openai.asked[0].json == {"model": "omni-moderation-latest", "input": WISH}


@pytest.mark.parametrize(
    ("answers", "category"),
    [
        ("success", None),
        ("filter: VIOLENCE", "violence"),
        ("filter: SEXUAL", "sexual"),
        ("filter: INSULTS", "harassment"),
        ("filter: PROMPT_ATTACK", "misconduct"),
        ("filter: NEW", "other"),
        ("topic", "topic"),
        ("word", "profanity"),
        ("personal", "personal"),
        ("nothing text", "other"),
    ],
)
def test_a_guardrail_judges(guardrail: GuardrailDouble, answers: str, category: str | None) -> None:
    guardrail.answers = answers
    assert asking_guardrail().flagged_category(WISH) == category
    assert guardrail.asked[0].json == {"source": "INPUT", "content": [{"text": {"text": WISH}}]}


def test_an_unknown_model_is_an_operator_error(openai: ModerationDouble) -> None:
    with pytest.raises(MissingSettings, match=r"STIKADOO_OPENAI_MODERATION_MODEL.*model_not_found"):
        asking_openai(openai, openai_moderation_model="text-moderation-latest").flagged_category(WISH)


def test_an_unknown_guardrail_is_an_operator_error(guardrail: GuardrailDouble) -> None:
    with pytest.raises(MissingSettings, match=r"STIKADOO_GUARDRAIL_ID.*ResourceNotFoundException"):
        asking_guardrail(guardrail_id="gone").flagged_category(WISH)


def test_a_key_that_no_header_can_hold_is_not_sent(openai: ModerationDouble) -> None:
    client("ssm").put_parameter(Name="/stikadoo/unit-moderate/bent", Type="SecureString", Value="sk-\nbent")
    with pytest.raises(ProviderRefusedKey):
        asking_openai(openai, openai_key_parameter="/stikadoo/unit-moderate/bent").flagged_category(WISH)
    assert not openai.asked


@pytest.mark.parametrize("region", ["cn-north-1", "cn-northwest-1"])
def test_a_guardrail_in_a_chinese_region_is_an_operator_error(
    region: str, guardrail: GuardrailDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MissingSettings, match=f"STIKADOO_MODERATOR .*no Bedrock in {region}"):
        asking_guardrail(guardrail_region=region)
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    monkeypatch.setenv("AWS_REGION", region)
    with pytest.raises(MissingSettings, match=f"no Bedrock in {region}"):
        asking_guardrail(guardrail_region="us-east-1")
    assert not guardrail.asked


def test_a_guardrail_without_a_name_is_a_missing_setting() -> None:
    with pytest.raises(MissingSettings, match="STIKADOO_GUARDRAIL_ID"):
        asking_guardrail(guardrail_id="")


def test_moderators_are_in_the_order_of_the_setting(openai: ModerationDouble, guardrail: GuardrailDouble) -> None:
    chosen = configured_moderators(moderate_settings(moderator=" openai,guardrail ,", openai_url=openai.url))
    assert [type(moderator) for moderator in chosen] == [OpenAi, Guardrail]
    assert configured_moderators(moderate_settings(moderator="")) == ()


def test_an_unknown_moderator_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(UnknownProvider, match=", ".join(MODERATORS)):
        configured_moderators(moderate_settings(moderator="openai,nobody"))
