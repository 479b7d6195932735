"""Architecture rules: import directions, names shared by states and workers, errors the state machine handles."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.state_machine import definition
from stikadoo.errors import TemporaryError, leaves

ROOT = Path(__file__).resolve().parent.parent
MACHINE = definition()
STATES: dict[str, dict[str, Any]] = MACHINE["States"]
TASKS = {name: state for name, state in STATES.items() if state["Type"] == "Task"}
WORKERS = sorted(path.parent.name for path in ROOT.glob("functions/*/handler.py"))

MAY_IMPORT = {
    "stikadoo": {"stikadoo"},
    "chalice_app": {"chalice_app", "stikadoo"},
    "functions": {"functions", "stikadoo"},
    "provisioning": {"provisioning", "stikadoo"},
    "edge": {"edge", "stikadoo"},
    "device": {"device", "stikadoo"},
    "infra": {"infra", "stikadoo"},
    "operations": {"operations", "infra", "stikadoo"},
    "cli": {"cli", "operations", "device", "infra", "edge", "stikadoo"},
}
"Package → packages of ours that it may import."
PACKAGES = {*MAY_IMPORT, "tests", "benchmarks"}

ONLY_IN = {
    "typer": ("cli/",),
    "rich": ("cli/",),
    "chalice": ("chalice_app/", "infra/"),
    "httpx": ("stikadoo/provider/", "device/", "edge/"),
    "h11": ("edge/",),
    "jwt": ("stikadoo/device_tokens.py",),
    "httpcore": ("stikadoo/provider/",),
    "websockets": ("edge/", "device/", "functions/transcribe/transcribers/"),
    "boto3": (
        *("stikadoo/aws/", "infra/", "operations/", "cli/"),
        *("functions/transcribe/transcribers/", "functions/moderate/moderators/", "functions/imagine/illustrators/"),
    ),
}
"Library → the only places that import it. A vendor's client stays beside the engine that calls it."
ONLY_IN["botocore"] = ONLY_IN["boto3"]

NO_IO = (
    *("stikadoo/audio/", "stikadoo/messages.py", "stikadoo/session.py", "stikadoo/execution.py", "stikadoo/keys.py"),
    *("stikadoo/registered_device.py", "stikadoo/provisioning_paths.py"),
)
"The protocol and the documents: bytes or text in, models out."


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            yield node.module


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_run_one_way(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources(folder)
        for module in imported(path)
        if module.split(".")[0] in PACKAGES and module.split(".")[0] not in MAY_IMPORT[folder]
    ]
    assert wrong == []


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_layer(library: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources(*MAY_IMPORT)
        if not str(path.relative_to(ROOT)).startswith(ONLY_IN[library])
        and library in {module.split(".")[0] for module in imported(path)}
    ]
    assert wrong == []


def test_the_protocol_does_no_io() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources("stikadoo")
        if str(path.relative_to(ROOT)).startswith(NO_IO)
        for module in imported(path)
        if module.split(".")[0] in {"asyncio", "socket", "urllib", *ONLY_IN} or module.startswith("stikadoo.aws")
    ]
    assert wrong == []


def test_chalice_s_entry_module_imports_the_routes_alone() -> None:
    assert {module.split(".")[0] for module in imported(ROOT / "app.py")} == {"chalice_app"}


def test_steps_never_import_each_other() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sources("functions")
        for module in imported(path)
        if module.startswith("functions.") and module.split(".")[1] != path.relative_to(ROOT).parts[1]
    ]
    assert wrong == []


def test_the_audio_route_never_imports_pydantic() -> None:
    code = "import sys, chalice_app.app, chalice_app.routes.audio; print('pydantic' in sys.modules)"
    completed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert completed.stdout.strip() == "False"


def test_no_handler_imports_httpx_at_start() -> None:
    modules = ["chalice_app.app", "provisioning.handler", *(f"functions.{worker}.handler" for worker in WORKERS)]
    code = f"import sys, {', '.join(modules)}; print('httpx' in sys.modules)"
    completed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert completed.stdout.strip() == "False"


def test_no_module_has_a_catch_all_name() -> None:
    vague = {"utils", "common", "helpers", "base", "core", "const", "constants", "misc"}
    assert [path for path in sources(*MAY_IMPORT) if path.stem in vague] == []


def test_no_module_opens_with_what_becomes_what() -> None:
    """The first line of a docstring names a thing in the field's terms, or says what it does."""
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources(*PACKAGES)
        if re.search(r"\bbecomes?\b", (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n")[0])
    ]
    assert wrong == []


def test_most_files_are_short() -> None:
    lengths = {str(path): len(path.read_text().splitlines()) for path in sources(*MAY_IMPORT)}
    long = {path: lines for path, lines in lengths.items() if lines > 200}
    assert len(long) < len(lengths) / 20, long


def test_only_boundaries_read_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in sources("stikadoo", "chalice_app", "functions", "provisioning", "edge")
        if re.search(r"os\.environ|getenv", path.read_text())
    ]
    assert readers == ["stikadoo/settings.py"]


# The state machine


@pytest.mark.parametrize("name", TASKS)
def test_every_task_is_named_after_its_worker(name: str) -> None:
    function = TASKS[name]["Arguments"]["FunctionName"]
    verb = re.fullmatch(r"\$\{(\w+)Function\}", function)
    assert verb
    assert verb[1].lower() in WORKERS
    assert name in (verb[1], f"Check{ {'Transcribe': 'Transcript', 'Imagine': 'Picture'}.get(verb[1], '') }")


def test_every_worker_is_a_state() -> None:
    verbs = {task["Arguments"]["FunctionName"][2:-9].lower() for task in TASKS.values()}
    assert verbs == set(WORKERS)


def error_names() -> set[str]:
    return {
        name for task in TASKS.values() for rule in (*task["Retry"], *task["Catch"]) for name in rule["ErrorEquals"]
    }


AWS_ERRORS = ("States.", "Lambda.", "Sandbox.", "Runtime.")
"Of Step Functions; of its Lambda integration; of a worker that ran out of time; of one that exited."


def test_every_error_name_is_a_leaf_or_an_aws_error() -> None:
    ours = {name for name in error_names() if not name.startswith(AWS_ERRORS)}
    assert ours <= set(leaves())


@pytest.mark.parametrize("name", TASKS)
def test_every_task_retries_alike(name: str) -> None:
    assert TASKS[name]["Retry"] == TASKS["Transcode"]["Retry"]


def test_every_temporary_error_is_retried_or_leads_back() -> None:
    retried = set(TASKS["Transcode"]["Retry"][0]["ErrorEquals"])
    back = {
        error
        for task in TASKS.values()
        for rule in task["Catch"]
        if rule["Next"] == "Transcode"
        for error in rule["ErrorEquals"]
    }
    assert (retried, back) == (set(leaves(TemporaryError)) - back, {"RecordingChanged"})


@pytest.mark.parametrize("name", TASKS)
def test_every_task_ends_in_time_and_in_an_apology(name: str) -> None:
    """A clean-up that fails is no failed sticker: Forget only ends."""
    task = TASKS[name]
    assert task["TimeoutSeconds"] > 0
    last = task["Catch"][-1]
    assert last["ErrorEquals"] == ["States.ALL"]
    assert last["Next"] == {"Apologise": "StickerFailed", "Forget": "HowDidItEnd"}.get(name, "Apologise")


def targets(state: dict[str, Any]) -> Iterator[str]:
    yield from (rule["Next"] for rule in (*state.get("Choices", ()), *state.get("Catch", ())))
    yield from (state[key] for key in ("Next", "Default") if key in state)


def test_every_state_can_be_reached_and_none_leads_nowhere() -> None:
    reached, todo = set(), [MACHINE["StartAt"]]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo.extend(targets(STATES[name]))
    assert reached == set(STATES)


def test_every_state_says_what_it_adds() -> None:
    assert [name for name, state in STATES.items() if not state.get("Comment")] == []


def test_the_machine_ends_in_time_and_names_no_partition() -> None:
    assert MACHINE["TimeoutSeconds"] > max(task["TimeoutSeconds"] for task in TASKS.values())
    assert "arn:aws" not in json.dumps(MACHINE)


def test_no_expression_hands_on_words_or_audio() -> None:
    assert not re.search(
        r"\b(text|words|wish\.text|data|packets\.bin)\b", json.dumps([s.get("Output") for s in STATES.values()])
    )


# The repository


GENERATED = {".git", ".venv", ".localaws", "build", "out", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


def texts() -> Iterator[Path]:
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        if path.is_file() and not GENERATED & set(inside) and path.suffix not in {".png", ".wav", ".zip"}:
            yield path


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile("|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(org|com)"]))
    assert [path for path in texts() if hosts.search(path.read_text("utf-8", "replace"))] == []
