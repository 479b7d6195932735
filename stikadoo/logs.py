"""Structured logging: one JSON line per invocation, written at its end, with a worker's metrics (CloudWatch EMF).

Callers log small facts only: never audio, a child's words, a presigned URL, a token or the environment. Error messages
contain none of these, see stikadoo.errors.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from aws_lambda_powertools import Logger

from stikadoo.errors import DeviceGone, RecordingChanged, SpeakerError, StikadooError
from stikadoo.settings import LogSettings, settings

_logger = Logger(service="stikadoo", location=None)

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


class LogLine:
    """The log line of one invocation, written when it ends."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        self.level = "info"
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Since the invocation began."""
        return time.perf_counter() - self._began

    def add(self, **facts: Any) -> None:
        self.facts |= facts

    def warn(self, **facts: Any) -> None:
        self.level = "warning"
        self.add(**facts)


_EXPECTED = (SpeakerError, DeviceGone, RecordingChanged)
"They end or repeat an execution as designed: a warning, not an error."


@contextmanager
def log_line(event: str, **facts: Any) -> Iterator[LogLine]:
    """Log `event` at the end of the block, with its facts and duration; also when the block raises."""
    line = LogLine(facts)
    try:
        yield line
    except Exception as exc:
        line.add(error=type(exc).__name__, why=str(exc))
        line.level = "warning" if isinstance(exc, _EXPECTED) else "error"
        if not isinstance(exc, StikadooError):
            line.level = "exception"
        raise
    finally:
        line.add(seconds=round(line.seconds, 4))
        getattr(_logger, line.level)(event, extra=line.facts)


def worker(stage: str, *, counts: tuple[str, ...] = (), dimension: str | None = None) -> Callable[[Handler], Handler]:
    """Decorate a worker's handler: log its result and duration, as a log line and as metrics.

    `counts`: fields of the result that are metrics as well. `dimension`: a field whose values are a metric dimension.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        def logged(event: dict[str, Any], context: Any) -> dict[str, Any]:
            device = event.get("device") or {}
            _logger.set_correlation_id(event.get("recording_id"))
            with log_line(stage, recording_id=event.get("recording_id"), device_id=device.get("device_id")) as line:
                added = handler(event, context)
                metrics = {"Seconds": (line.seconds, "Seconds")}
                values = {name: added[name] for name in counts if added.get(name) is not None}
                metrics |= {_metric(name): (float(value), _unit(name)) for name, value in values.items()}
                dimensions = {}
                if dimension:
                    metrics["Count"] = (1, "Count")
                    dimensions[_metric(dimension)] = str(added[dimension])
                line.add(added=added, **emf(metrics, Stage=stage, **dimensions))
                return added

        return logged

    return decorate


def emf(metrics: dict[str, tuple[float, str]], **dimensions: str) -> dict[str, Any]:
    """Log fields that carry metrics, {name: (value, unit)}, in CloudWatch's embedded metric format."""
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
