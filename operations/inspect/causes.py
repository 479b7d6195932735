"""The first line of an error's cause, and what to set. A Lambda's cause, as Step Functions stores it, is JSON."""

import json
import re

from infra.pipeline import pipeline_template


def first_line(cause: str) -> str:
    """The error's message, without its traceback; empty if it has none."""
    try:
        content = json.loads(cause)
    except ValueError:
        content = cause
    message = str(content.get("errorMessage", "")) if isinstance(content, dict) else str(content)
    lines = message.strip().splitlines()
    return lines[0] if lines else ""


def remedy(cause: str) -> str:
    """The template parameters of the environment variables that a cause names; empty if it names none.

    An operator sets a stage's parameters: the next deployment replaces a variable set by hand.
    """
    parameters = _parameters_by_variable()
    named = dict.fromkeys(parameters[name] for name in re.findall(r"STIKADOO_[A-Z0-9_]+", cause) if name in parameters)
    return f"stikadoo deploy {' '.join(f'--set {name}=…' for name in named)}" if named else ""


def _parameters_by_variable() -> dict[str, str]:
    """A worker's environment variable → the template parameter that sets it."""
    template = pipeline_template()
    variables = (
        resource.get("Properties", {}).get("Environment", {}).get("Variables", {})
        for resource in template["Resources"].values()
    )
    values = [(name, value["Ref"]) for some in variables for name, value in some.items() if "Ref" in value]
    return {name: parameter for name, parameter in values if parameter in template["Parameters"]}
