"""A Mermaid flowchart of the state machine, in statemachines/README.md.

Thick arrows are the way of a recording that becomes a sticker; thin ones are the other ways; dashed ones are caught
errors. The Catch of States.ALL, which every Task has, is drawn once.
"""

import re
from collections.abc import Iterator
from typing import Any

from infra.state_machine import definition
from infra.wheels import ROOT

PAGE = ROOT / "statemachines" / "README.md"

State = dict[str, Any]

_SHAPES = {"Choice": '{"%s"}', "Wait": '("%s")', "Succeed": '(["%s"])', "Fail": '(["%s"])'}
_BOX = '["%s"]'
_BLOCK = re.compile(r"```mermaid\n.*?```\n", re.DOTALL)
_MAIN_PATH = {"WhereToBegin": "Transcode", "IsTranscriptReady": "Announce", "IsPictureReady": "Render"}
"Which rule of a Choice a recording takes whose engines answer at once."
_SHORTER = (
    (r"^\{% | %\}$|\$states\.input\.", ""),
    (r"^true$", "otherwise"),
    (r"^\$exists\((.+)\)$", r"has \1"),
    (r"^\$contains\((.+), ','\)$", r"\1 has another"),
    (r"^\$looks >= (\d+)$", r"after \1 looks"),
    (r"^(.+) = '(.+)'$", r"\1 is \2"),
)
"Conditions, as the definition spells them, and as the diagram does."


def diagram() -> str:
    machine = definition()
    nodes = [f"    {name}{_SHAPES.get(state['Type'], _BOX) % name}" for name, state in machine["States"].items()]
    main = set(_main_path(machine))
    edges = [
        _edge(name, target, label, caught=caught, main=(name, target) in main)
        for name, state in machine["States"].items()
        for target, label, caught in _transitions(state)
    ]
    anything = '    AnyTask[/"any Task but Apologise"/] -. "any other error" .-> Apologise'
    return "\n".join(["flowchart TD", *nodes, *edges, anything]) + "\n"


def _main_path(machine: State) -> Iterator[tuple[str, str]]:
    name = machine["StartAt"]
    while name != "StickerDelivered":
        following = _MAIN_PATH.get(name) or machine["States"][name].get("Next", "StickerDelivered")
        yield name, following
        name = following


def _transitions(state: State) -> Iterator[tuple[str, str, bool]]:
    """Target, label, whether an error leads there."""
    if "Next" in state:
        yield state["Next"], "", False
    for rule in state.get("Choices", ()):
        yield rule["Next"], _label(rule["Condition"]), False
    if "Default" in state:
        yield state["Default"], "otherwise", False
    for rule in state.get("Catch", ()):
        if rule["Next"] != "Apologise":
            yield rule["Next"], ", ".join(rule["ErrorEquals"]).replace("States.ALL", "any error"), True


def _label(condition: str) -> str:
    for pattern, replacement in _SHORTER:
        condition = re.sub(pattern, replacement, condition)
    return condition


def _edge(name: str, target: str, label: str, *, caught: bool, main: bool) -> str:
    arrow = "-.->" if caught else "==>" if main else "-->"
    text = f'|"{label}"|' if label else ""
    return f"    {name} {arrow}{text} {target}"


def page(text: str) -> str:
    """The page's text with the present diagram."""
    return _BLOCK.sub(lambda _: f"```mermaid\n{diagram()}```\n", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
