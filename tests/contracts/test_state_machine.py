"""The definition that is deployed is the rendered source, and the diagram shows it."""

import json

from infra.build import WORKERS
from infra.local_stack import Stack
from infra.state_machine import RENDERED, SOURCE, definition, definition_json, write_definition
from infra.state_machine_diagram import PAGE, page
from infra.yaml_files import load
from stikadoo.aws.clients import client


def test_what_the_build_writes_is_the_rendered_source() -> None:
    assert write_definition() == RENDERED
    first = RENDERED.read_bytes()
    assert write_definition().read_bytes() == first
    assert json.loads(first) == definition()


def test_rendering_drops_the_shared_parts_and_changes_nothing_but_white_space() -> None:
    source = load(SOURCE)
    assert list(definition()) == list(source) == ["Comment", "QueryLanguage", "StartAt", "TimeoutSeconds", "States"]
    assert "".join(json.dumps(source).replace("\\n", "").split()) == "".join(json.dumps(definition()).split())


def test_every_expression_stands_on_one_line_between_its_marks() -> None:
    expressions = [text for text in strings(definition()) if "{%" in text or "%}" in text]
    assert len(expressions) > 40
    assert [text for text in expressions if not (text.startswith("{% ") and text.endswith(" %}"))] == []
    assert [text for text in expressions if "\n" in text or "  " in text] == []


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in strings(part)]


def test_the_diagram_shows_the_present_states() -> None:
    text = PAGE.read_text()
    assert "flowchart" in text
    assert page(text) == text, "run `make state-machine`"


def test_the_deployed_definition_is_the_rendered_one(stack: Stack) -> None:
    deployed = client("stepfunctions").describe_state_machine(stateMachineArn=stack.outputs.state_machine_arn)
    functions = {name: client("lambda").get_function(FunctionName=stack.outputs.worker(name)) for name in WORKERS}
    chosen = {
        "Partition": "aws",
        "Transcribers": "whisper",
        "Illustrators": "openmoji",
        **{
            f"{name.capitalize()}Function": function["Configuration"]["FunctionArn"]
            for name, function in functions.items()
        },
    }
    expected = definition_json()
    for name, value in chosen.items():
        expected = expected.replace(f"${{{name}}}", value)
    assert json.loads(deployed["definition"]) == json.loads(expected)
