"""Parallel work keeps its order and its errors, and Ctrl-C ends it at once."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from infra.parallel import in_background, in_parallel

ROOT = Path(__file__).resolve().parents[3]
FOR_EVER = """
import os, threading
from infra.parallel import in_background, in_parallel
def wait(_=None):
    os.write(1, b"waiting\\n")
    threading.Event().wait()
{call}
"""


def test_results_are_in_the_order_of_the_items() -> None:
    second = threading.Event()

    def call(number: int) -> int:
        if number == 0:
            assert second.wait(10)
        else:
            second.set()
        return number * 2

    assert in_parallel(call, range(20)) == [number * 2 for number in range(20)]
    assert in_parallel(call, []) == []


def test_no_more_threads_than_allowed_work_at_once() -> None:
    barrier = threading.Barrier(3)
    working: set[int] = set()

    def call(_: int) -> None:
        working.add(threading.get_ident())
        barrier.wait(10)

    in_parallel(call, range(9), threads=3)
    assert len(working) == 3


def test_an_error_is_raised_and_no_further_call_is_started() -> None:
    calls = []

    def call(number: int) -> None:
        calls.append(number)
        raise ValueError(str(number))

    with pytest.raises(ValueError, match="0"):
        in_parallel(call, range(100), threads=1)
    assert len(calls) < 100


def test_a_call_in_the_background_gives_its_result_or_its_error() -> None:
    assert in_background(lambda: 7)() == 7
    with pytest.raises(ZeroDivisionError):
        in_background(lambda: 1 // 0)()


@pytest.mark.parametrize("call", ["in_parallel(wait, range(3))", "in_background(wait)()"])
def test_ctrl_c_does_not_wait_for_the_threads(call: str) -> None:
    command = [sys.executable, "-c", FOR_EVER.format(call=call)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert errors.strip().endswith("KeyboardInterrupt")
