"""One log line per invocation, with its facts and metrics."""

import io
import json
from typing import Any

import pytest

from stikadoo.errors import NothingHeard, ProviderUnavailable
from stikadoo.logs import emf, log_line, worker

EVENT = {"recording_id": "r1", "device": {"device_id": "b4:3a"}, "transcription": {"key": "k"}}


def logged_line(log: io.StringIO) -> dict[str, Any]:
    (line,) = log.getvalue().splitlines()
    fields: dict[str, Any] = json.loads(line)
    return fields


def test_a_worker_s_line_has_its_result_and_its_metrics(log: io.StringIO) -> None:
    @worker("transcode", counts=("lost",))
    def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
        return {"key": "recordings/r1/speech.wav", "lost": 2}

    handler(EVENT, None)
    line = logged_line(log)
    assert (line["message"], line["recording_id"], line["correlation_id"]) == ("transcode", "r1", "r1")
    assert (line["device_id"], line["added"]["lost"], line["level"]) == ("b4:3a", 2, "INFO")
    assert line["seconds"] >= 0
    (metrics,) = line["_aws"]["CloudWatchMetrics"]
    assert (metrics["Namespace"], metrics["Dimensions"]) == ("Stikadoo", [["Stage"]])
    assert {metric["Name"]: metric["Unit"] for metric in metrics["Metrics"]} == {"Seconds": "Seconds", "Lost": "Count"}
    assert (line["Stage"], line["Lost"]) == ("transcode", [2.0])


def test_the_outcome_is_a_metric_dimension(log: io.StringIO) -> None:
    @worker("forget", dimension="outcome")
    def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
        return {"outcome": "delivered"}

    handler(EVENT, None)
    line = logged_line(log)
    assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["Stage", "Outcome"]]
    assert (line["Outcome"], line["Count"]) == ("delivered", [1.0])


@pytest.mark.parametrize(
    ("error", "level"),
    [(NothingHeard("silence"), "WARNING"), (ProviderUnavailable("S3", "503"), "ERROR"), (KeyError("k"), "ERROR")],
)
def test_a_failure_is_logged_in_one_line_and_raised(log: io.StringIO, error: Exception, level: str) -> None:
    @worker("transcribe")
    def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
        raise error

    with pytest.raises(type(error)):
        handler(EVENT, None)
    line = logged_line(log)
    assert (line["level"], line["error"], line["recording_id"]) == (level, type(error).__name__, "r1")
    assert ("exception" in line) == isinstance(error, KeyError), "a bug shows where it is"


def test_a_line_can_be_a_warning(log: io.StringIO) -> None:
    with log_line("listen", connection_id="c1") as line:
        line.warn(refused="say hello first")
    metrics = logged_line(log)
    assert (metrics["level"], metrics["refused"], metrics["connection_id"]) == ("WARNING", "say hello first", "c1")


def test_metrics_of_their_own_dimension() -> None:
    blob = emf({"Prints": (1, "Count")}, State="failed")
    assert (blob["State"], blob["Prints"]) == ("failed", [1.0])
