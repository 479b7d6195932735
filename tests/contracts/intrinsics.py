"""Evaluates a template's intrinsic functions for one region, as CloudFormation does.

Physical names are invented; ARNs have the region's partition. https://docs.aws.amazon.com/AWSCloudFormation
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from infra.pipeline import Template

ACCOUNT = "123456789012"
NOTHING = object()
"AWS::NoValue"


class Region:
    """A region and the parameters a template is rendered with."""

    def __init__(self, name: str, template: Template, chosen: Mapping[str, str]) -> None:
        self.name = name
        self.partition = "aws-cn" if name.startswith("cn-") else "aws"
        self.url_suffix = "amazonaws.com.cn" if name.startswith("cn-") else "amazonaws.com"
        self._template = template
        self._parameters = {
            parameter: str(chosen.get(parameter, about.get("Default", "any")))
            for parameter, about in template["Parameters"].items()
        }

    def rendered(self) -> Template:
        """Globals, Resources and Outputs, without those whose condition is false."""
        parts = {name: self._template[name] for name in ("Globals", "Resources", "Outputs") if name in self._template}
        rendered: Template = self.resolved({name: self._present(part) for name, part in parts.items()})
        return rendered

    def arn(self, resource: str) -> str:
        return f"arn:{self.partition}:any:{self.name}:{ACCOUNT}:{resource}"

    def _present(self, part: dict[str, Any]) -> dict[str, Any]:
        return {name: one for name, one in part.items() if "Condition" not in one or self.holds(one["Condition"])}

    def holds(self, condition: Any) -> bool:
        if isinstance(condition, str):
            return self.holds(self._template["Conditions"][condition])
        (function, given), *_ = condition.items()
        if function == "Fn::Equals":
            return bool(self.resolved(given[0]) == self.resolved(given[1]))
        if function == "Condition":
            return self.holds(given)
        combined: Callable[[list[bool]], bool] = {"Fn::And": all, "Fn::Or": any, "Fn::Not": _none}[function]
        return combined([self.holds(one) for one in given])

    def resolved(self, value: Any) -> Any:
        if isinstance(value, list):
            return [one for one in map(self.resolved, value) if one is not NOTHING]
        if not isinstance(value, dict):
            return value
        for function, given in value.items():
            if len(value) == 1 and (function == "Ref" or function.startswith("Fn::")):
                return self._called(function, given)
        resolved_parts = {name: self.resolved(one) for name, one in value.items()}
        return {name: one for name, one in resolved_parts.items() if one is not NOTHING}

    def _called(self, function: str, given: Any) -> Any:
        if function == "Fn::If":
            return self.resolved(given[1] if self.holds(given[0]) else given[2])
        if function == "Fn::Sub":
            return self._substituted(*([given] if isinstance(given, str) else given))
        called: dict[str, Callable[[Any], Any]] = {
            "Ref": self._named,
            "Fn::GetAtt": lambda of: self.arn(of[0]) if of[1] == "Arn" else ".".join(of),
            "Fn::Join": lambda of: of[0].join(of[1]),
            "Fn::Select": lambda of: of[1][of[0]],
            "Fn::Split": lambda of: of[1].split(of[0]),
        }
        return called[function](self.resolved(given))

    def _named(self, name: str) -> Any:
        pseudo = {
            "AWS::Partition": self.partition,
            "AWS::Region": self.name,
            "AWS::AccountId": ACCOUNT,
            "AWS::URLSuffix": self.url_suffix,
            "AWS::StackName": "stack",
            "AWS::NoValue": NOTHING,
        }
        known = {**pseudo, **self._parameters}
        if name in known:
            return known[name]
        assert name in self._template["Resources"], name
        return name

    def _substituted(self, text: str, more: Mapping[str, Any] | None = None) -> str:
        given = self.resolved(dict(more or {}))

        def value(match: re.Match[str]) -> str:
            name, _, attribute = match[1].partition(".")
            if name in given:
                return str(given[name])
            return str(self._called("Fn::GetAtt", [name, attribute]) if attribute else self._named(name))

        return re.sub(r"\$\{([\w:.]+)\}", value, text)


def _none(held: list[bool]) -> bool:
    return not any(held)
