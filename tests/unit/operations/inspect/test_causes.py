"""The first line of an error's cause."""

import json

import pytest

from operations.inspect.causes import first_line, remedy

OF_A_LAMBDA = json.dumps({"errorMessage": "no moderator\nis called so", "errorType": "X", "stackTrace": ["  File …"]})


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (OF_A_LAMBDA, "no moderator"),
        ("it took too long\nmore", "it took too long"),
        ("", ""),
        ("{}", ""),
        ('{"errorMess', '{"errorMess'),
        ("12", "12"),
    ],
)
def test_the_first_line_of_a_cause(cause: str, told: str) -> None:
    assert first_line(cause) == told


@pytest.mark.parametrize(
    ("cause", "command"),
    [
        (
            "set these environment variables: STIKADOO_GUARDRAIL_ID, STIKADOO_OPENAI_KEY_PARAMETER",
            "stikadoo deploy --set GuardrailId=… --set OpenaiKeyParameter=…",
        ),
        ('{"errorMessage": "set STIKADOO_DASHSCOPE_MODEL"}', "stikadoo deploy --set DashscopeModel=…"),
        ("dashscope: 503", ""),
        ("STIKADOO_NOBODY", ""),
    ],
)
def test_a_variable_s_template_parameter_is_the_remedy(cause: str, command: str) -> None:
    assert remedy(cause) == command
