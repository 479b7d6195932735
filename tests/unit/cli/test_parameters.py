"""`--set` and the providers' keys, as a local stack is told of them."""

import pytest
import typer

from cli.parameters import KEYS, local_choice, parsed


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in KEYS:
        monkeypatch.delenv(variable, raising=False)


def test_a_value_may_hold_the_sign_itself() -> None:
    assert parsed(["OpenaiUrl=http://x/?a=b", "Dither=line"]) == {"OpenaiUrl": "http://x/?a=b", "Dither": "line"}
    assert parsed(None) == {}


def test_a_name_alone_is_refused() -> None:
    with pytest.raises(typer.BadParameter, match="--set Dither: it takes NAME=VALUE"):
        local_choice(["Dither"])


def test_a_key_in_the_environment_goes_into_the_local_ssm_and_the_workers_learn_where(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-secret")
    told = local_choice(["Illustrator=dashscope,openmoji"])
    assert told["secrets"] == {"dashscope-key": "sk-secret"}
    assert told["chosen"] == {
        "Illustrator": "dashscope,openmoji",
        "DashscopeKeyParameter": "/stikadoo/local/dashscope-key",
    }


def test_a_parameter_that_is_set_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert local_choice(["OpenaiKeyParameter=/mine"])["chosen"] == {"OpenaiKeyParameter": "/mine"}
