r"""Evaluates CloudWatch's SEARCH expressions: a schema and `Property=value` terms, joined by AND.

    SEARCH('{Namespace,Dimension,…} Property="exact" Property=partial Property=("exact" OR "exact")', 'Statistic')

- The schema matches metrics that have just these dimensions. Names with other characters stand in double quotes.
- A value in double quotes is the whole string. Another is tokenized; its tokens follow each other in the name.
- Tokens begin at capitals and digits; other characters separate them. They are lower case.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

LONGEST = 1024
"Characters of a query."

_SEARCH = re.compile(r"SEARCH\('\{(?P<schema>[^}]*)\}\s*(?P<terms>.*)', '(?P<statistic>\w+)'\)")
_TERM = re.compile(r'(?P<property>\w+)=(?:\((?P<values>[^)]*)\)|(?P<value>"[^"]*"|\S+))\s*')


@dataclass(frozen=True)
class Metric:
    namespace: str
    name: str
    dimensions: dict[str, str] = field(default_factory=dict, hash=False)

    def value(self, of_property: str) -> str:
        return self.name if of_property == "MetricName" else self.dimensions.get(of_property, "")


def tokens(text: str) -> list[str]:
    return [token.lower() for token in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", text)]


def search(expression: str, metrics: Iterable[Metric]) -> list[Metric]:
    """The metrics that the expression finds. Raises ValueError for what this module does not know."""
    parts = _SEARCH.fullmatch(expression)
    if parts is None or len(expression) > LONGEST:
        raise ValueError(f"not a SEARCH of at most {LONGEST} characters: {expression}")
    namespace, *dimensions = (name.strip().strip('"') for name in parts["schema"].split(","))
    terms = _terms(parts["terms"])
    return [
        metric
        for metric in metrics
        if metric.namespace == namespace and set(metric.dimensions) == set(dimensions)
        if all(any(_matches(value, metric.value(name)) for value in values) for name, values in terms)
    ]


def _terms(text: str) -> list[tuple[str, list[str]]]:
    """Each property with its alternative values."""
    terms, at = [], 0
    while at < len(text):
        term = _TERM.match(text, at)
        if term is None:
            raise ValueError(f"not a property's term: {text[at:]}")
        terms.append((term["property"], term["values"].split(" OR ") if term["values"] else [term["value"]]))
        at = term.end()
    return terms


def _matches(value: str, text: str) -> bool:
    if value.startswith('"'):
        return text == value.strip('"')
    wanted, there = tokens(value), tokens(text)
    return any(there[at : at + len(wanted)] == wanted for at in range(len(there)))
