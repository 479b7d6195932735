"""Template parameters that an operator chose, checked against both templates before anything is built or deployed.

As CloudFormation checks them: Type, AllowedValues, AllowedPattern, MinValue, MaxValue. A local AWS checks nothing.
"""

import re
from collections.abc import Mapping
from typing import Any

from infra.pipeline import pipeline_template
from infra.routes_template import routes_template

_DERIVED = {"WhisperWeights": "WhisperModel"}
"Parameters that `stikadoo deploy` sets, and what to choose instead."


def check_parameters(chosen: Mapping[str, str], stage: str) -> None:
    """Raises ValueError for an invalid stage, an unknown or derived parameter, or a value that is not allowed."""
    pipeline = pipeline_template()["Parameters"]
    pattern = pipeline["Stage"]["AllowedPattern"]
    if not re.fullmatch(pattern, stage):  # a folder gets its name
        raise ValueError(f"not a stage's name: {stage!r} does not match {pattern}")
    known = {**pipeline, **routes_template(stage)["Parameters"]}
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        raise ValueError(f"unknown parameter: {', '.join(unknown)}; known are: {', '.join(sorted(known))}")
    for name, value in chosen.items():
        if value and name in _DERIVED:
            raise ValueError(f"{name}={value}: stikadoo deploy sets it; choose {_DERIVED[name]}")
        if reason := _why_refused(value, known[name]):
            raise ValueError(f"{name}={value}: {reason}")


def check_admission(values: Mapping[str, str]) -> None:
    """`values`: those that will hold. Raises ValueError for open mode beside shared tokens.

    $connect would ask for a token, which /challenge gives to every device in open mode.
    """
    if values.get("OpenMode") == "true" and (tokens := values.get("TokensParameter")):
        raise ValueError(
            f"OpenMode=true and TokensParameter={tokens} exclude each other: in open mode every device gets a token. "
            "Set OpenMode=false, or TokensParameter= for none"
        )


def _why_refused(value: str, declared: Mapping[str, Any]) -> str:
    """Empty for a value that is allowed."""
    allowed = [str(one) for one in declared.get("AllowedValues", ())]
    if allowed and value not in allowed:
        return f"there are {', '.join(one or 'an empty value' for one in allowed)}"
    if not re.fullmatch(declared.get("AllowedPattern", ".*"), value, re.DOTALL):
        return str(declared.get("Description", f"it must match {declared['AllowedPattern']}"))
    return _why_no_number(value, declared) if declared["Type"] == "Number" else ""


def _why_no_number(value: str, declared: Mapping[str, Any]) -> str:
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", value):
        return "it must be a number"
    if "MinValue" in declared and float(value) < float(declared["MinValue"]):
        return f"it must be at least {declared['MinValue']}"
    if "MaxValue" in declared and float(value) > float(declared["MaxValue"]):
        return f"it must be at most {declared['MaxValue']}"
    return ""
