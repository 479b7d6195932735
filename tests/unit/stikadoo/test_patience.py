"""The seconds of an attempt and of a check, from when the engine was first asked."""

from datetime import UTC, datetime, timedelta

import pytest

from stikadoo.errors import ProviderUnavailable
from stikadoo.execution import Picture
from stikadoo.patience import LAST_CHECK_SECONDS, EngineDocument, Patience
from tests.documents import DEVICE

PATIENCE = Patience(attempt_seconds=45, engine_seconds=90)


def ago(seconds: float) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)


@pytest.mark.parametrize(("passed", "seconds"), [(0, 45), (44, 45), (50, 40), (88, 2)])
def test_an_attempt_gets_its_limit_or_what_is_left(passed: float, seconds: float) -> None:
    assert PATIENCE.attempt("x", ago(passed)) == pytest.approx(seconds, abs=0.5)


@pytest.mark.parametrize("passed", [89.5, 90, 3600])
def test_without_time_no_attempt_begins(passed: float) -> None:
    with pytest.raises(ProviderUnavailable, match="x: no answer in 90 s"):
        PATIENCE.attempt("x", ago(passed))


@pytest.mark.parametrize(
    ("passed", "seconds"), [(0, 45), (60, 30), (85, LAST_CHECK_SECONDS), (200, LAST_CHECK_SECONDS)]
)
def test_a_check_always_gets_some_seconds(passed: float, seconds: float) -> None:
    assert PATIENCE.check(ago(passed)) == pytest.approx(seconds, abs=0.5)


def test_a_job_is_awaited_while_there_is_time() -> None:
    PATIENCE.await_job("x", ago(80))
    with pytest.raises(ProviderUnavailable, match="x: the job was not done in 90 s"):
        PATIENCE.await_job("x", ago(91))


def test_a_clock_that_is_behind_does_not_add_time() -> None:
    assert PATIENCE.attempt("x", ago(-60)) == 45
    assert Patience(45, 30).attempt("x", ago(-60)) == 30


def test_the_time_runs_from_the_job_s_first_attempt_else_from_the_state() -> None:
    document = EngineDocument(recording_id="r1", device=DEVICE, entered_at=ago(5))
    job = Picture(status="working", engine="x", job="1", asked_at=ago(60))
    assert document.asked_at(job) == job.asked_at
    assert document.asked_at(None) == document.entered_at
    alone = EngineDocument(recording_id="r1", device=DEVICE).asked_at(None)
    assert alone == pytest.approx(datetime.now(UTC), abs=timedelta(seconds=5))
