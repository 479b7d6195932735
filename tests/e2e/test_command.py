"""The `stikadoo` command as a person runs it; everything it starts stops with it."""

import asyncio
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from edge.server import BridgeOptions, bridge
from infra.local_stack import Stack
from tests.eventually import eventually

pytestmark = pytest.mark.stack

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ROOT / ".venv" / "bin" / "stikadoo"
SPEECH = ROOT / "tests" / "speech"


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[str]]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "STIKADOO_"))}
    with subprocess.Popen(
        [COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environ, cwd=ROOT
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def descendants(pid: int) -> set[int]:
    """All processes below this one, as /proc tells."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in {pid, *found}} - found:
        found |= more
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(process: subprocess.Popen[str], pattern: str) -> str:
    """Reads what it prints until a line matches."""
    assert process.stdout
    seen = []
    for line in process.stdout:
        seen.append(line)
        if re.search(pattern, line):
            return "".join(seen)
    raise AssertionError(f"no {pattern!r} in:\n{''.join(seen)}")


def test_demo_prints_a_sticker_and_leaves_nothing_running(tmp_path: Path) -> None:
    with running("demo", "--wav", str(SPEECH / "dragon.wav"), "--out", str(tmp_path)) as process:
        output = until(process, "says dragon.wav")
        started = descendants(process.pid)
        assert started
        output += until(process, "Next:")
        assert process.wait(30) == 0
    assert "StickerDelivered" in output
    assert re.search(r"Heard “.*dragon", output, re.IGNORECASE)
    with Image.open(tmp_path / "sticker.png") as sticker:
        assert (sticker.mode, sticker.width) == ("1", 384)
    assert (tmp_path / "sticker.escpos").read_bytes().startswith(b"\x1b\x40")
    eventually(lambda: not any(is_alive(pid) for pid in started))


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_up_stops_all_it_started(sign: signal.Signals) -> None:
    with running("up", "--port", "0") as process:
        output = until(process, "Ctrl-C stops everything")
        started = descendants(process.pid)
        assert started
        assert re.search(r"Device URL\s+ws://localhost:\d+", output)
        process.send_signal(sign)
        process.wait(20)
    eventually(lambda: not any(is_alive(pid) for pid in started))


async def test_say_is_a_device_against_any_deployment(stack: Stack, tmp_path: Path) -> None:
    async with bridge(BridgeOptions(upstream=stack.outputs.device_url, port=0)) as edge_bridge:
        ran = await asyncio.to_thread(
            subprocess.run,
            [
                COMMAND,
                "say",
                "--text",
                "a dragon",
                "--url",
                edge_bridge.url,
                "--protocol",
                "2",
                "--out",
                str(tmp_path),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "heard “a dragon”" in ran.stdout
    assert (tmp_path / "sticker.png").exists()


def test_say_tells_what_is_wrong() -> None:
    nobody = subprocess.run([COMMAND, "say", "--url", "ws://127.0.0.1:9"], capture_output=True, text=True, check=False)
    assert nobody.returncode == 1
    assert "Traceback" not in nobody.stdout + nobody.stderr
    assert "127.0.0.1" in nobody.stdout


def test_doctor_finds_this_machine_fit() -> None:
    ran = subprocess.run([COMMAND, "doctor"], capture_output=True, text=True, check=False)
    assert "libopus" in ran.stdout
    assert ran.returncode == 0, ran.stdout
