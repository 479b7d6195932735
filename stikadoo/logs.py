"""One structured line an invocation, at its end; a worker's line carries its metrics (CloudWatch EMF) as well.

Never audio, a child's words, a presigned URL, a token, or the environment: callers give small facts, and an error's
sentence holds none of these by the rule of stikadoo.errors.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from aws_lambda_powertools import Logger

from stikadoo.errors import SpeakerError, StikadooError
from stikadoo.settings import LogSettings, settings

_logger = Logger(service="stikadoo", location=None)

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


class LogLine:
    """What one invocation will have said."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.level = "info"
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        """So far."""
        return time.perf_counter() - self._began

    def add(self, **facts: Any) -> None:
        self.facts |= facts

    def warn(self, **facts: Any) -> None:
        self.level = "warning"
        self.add(**facts)


@contextmanager
def log_line(event: str, **facts: Any) -> Iterator[LogLine]:
    """Logs `event` with all facts and the seconds it took, also when it fails."""
    line = LogLine(facts)
    try:
        yield line
    except Exception as exc:
        line.add(error=type(exc).__name__, why=str(exc))
        line.level = "warning" if isinstance(exc, SpeakerError) else "error"
        if not isinstance(exc, StikadooError):
            line.level = "exception"
        raise
    finally:
        line.add(seconds=round(line.seconds, 4))
        getattr(_logger, line.level)(event, extra=line.facts)


def worker(stage: str, *, counts: tuple[str, ...] = (), dimension: str | None = None) -> Callable[[Handler], Handler]:
    """A worker's handler logs what it adds to the document and how long it took, as log line and as metrics.

    `counts` names fields of the answer that are metrics as well; `dimension` one whose values are counted apart.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        def logged(event: dict[str, Any], context: Any) -> dict[str, Any]:
            device = event.get("device") or {}
            _logger.set_correlation_id(event.get("recording_id"))
            with log_line(stage, recording_id=event.get("recording_id"), device_id=device.get("device_id")) as line:
                added = handler(event, context)
                measured = {"Seconds": (line.seconds, "Seconds")}
                counted = {name: added[name] for name in counts if added.get(name) is not None}
                measured |= {_metric(name): (float(value), _unit(name)) for name, value in counted.items()}
                told_apart = {}
                if dimension:
                    measured["Count"] = (1, "Count")
                    told_apart[_metric(dimension)] = str(added[dimension])
                line.add(added=added, **emf(measured, Stage=stage, **told_apart))
                return added

        return logged

    return decorate


def emf(metrics: dict[str, tuple[float, str]], **dimensions: str) -> dict[str, Any]:
    """Fields that make a log line carry metrics, {name: (value, unit)}: CloudWatch's embedded metric format."""
    from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

    namespace = settings(LogSettings).metrics_namespace
    blob = AmazonCloudWatchEMFProvider(namespace=namespace, metric_set={}, dimension_set=dict(dimensions))
    for name, (value, unit) in metrics.items():
        blob.add_metric(name, unit, value)
    return dict(blob.serialize_metric_set())


def _metric(field: str) -> str:
    return "".join(word.capitalize() for word in field.split("_"))


def _unit(field: str) -> str:
    return "Seconds" if field.endswith("seconds") else "Count"
