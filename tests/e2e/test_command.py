"""The `stikadoo` command as a person runs it; everything it starts stops with it."""

import asyncio
import os
import re
import shlex
import signal
import socket
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


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_up_stops_all_it_started(sign: signal.Signals) -> None:
    with running("up", "--port", "0") as process:
        output = until(process, "Ctrl-C stops everything")
        started = descendants(process.pid)
        assert started
        assert re.search(r"OTA URL\s+http://localhost:\d+/challenge", output)
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


async def test_a_terminal_that_cannot_show_a_message_does_not_stop_the_sticker(stack: Stack, tmp_path: Path) -> None:
    """Of another encoding, or without a reader."""
    async with bridge(BridgeOptions(upstream=stack.outputs.device_url, port=0)) as edge_bridge:
        say = [str(COMMAND), "say", "--text", "一只猫 [/red] \x1b[31m", "--url", edge_bridge.url, "--out"]
        latin = await asyncio.to_thread(
            subprocess.run,
            [*say, str(tmp_path / "latin")],
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": "latin-1"},
            check=False,
        )
        shell = f"{shlex.join([*say, str(tmp_path / 'closed')])} | true; exit ${{PIPESTATUS[0]}}"
        closed = await asyncio.to_thread(subprocess.run, ["bash", "-c", shell], capture_output=True, check=False)
    assert (latin.returncode, latin.stderr) == (0, b"")
    assert b"heard" in latin.stdout
    assert b"[/red]" in latin.stdout
    assert (closed.returncode, closed.stderr) == (0, b"")
    assert all((tmp_path / name / "sticker.png").exists() for name in ("latin", "closed"))


MISTAKES = {
    (
        "say",
        "--url",
        "ws://127.0.0.1:9",
    ): "cannot connect to ws://127.0.0.1:9: Connection refused; is `stikadoo up` running",
    ("say", "--url", "http://127.0.0.1:8765"): "it takes ws://host:port",
    ("say", "--url", "ws://localhost:99999"): "--url ws://localhost:99999: Port out of range",
    ("say", "--text", "  "): "--text is blank",
    ("say", "--text", "hi stikadoo"): "this is a wake word",
    ("say", "--text", "a cat", "--wav", "tests/speech/dragon.wav"): "--wav and --text exclude each other",
    ("say", "--token", "über", "--text", "a cat"): "--token: a header takes printable ASCII characters only",
    ("say", "--out", "Makefile/out", "--text", "a cat"): "--out Makefile/out: Not a directory",
    ("demo", "--wav", "Makefile"): "Makefile contains no readable sound",
    ("demo", "--text", " "): "--text is blank",
    ("demo", "--set", "Foo=bar"): "unknown parameter: Foo; known are: ",
    ("demo", "--set", "Foo"): "--set Foo: it takes NAME=VALUE",
    ("demo", "--out", "Makefile/out"): "--out Makefile/out: Not a directory",
    ("up", "--set", "Illustrator=picasso"): "Illustrator=picasso: openmoji, dashscope, bedrock, openai",
    ("up", "--set", "MaxSeconds=long"): "MaxSeconds=long: it must be a number",
    ("up", "--host", "203.0.113.1"): "--host 203.0.113.1: this is no IPv4 address of this machine",
    ("up", "--host", "::1"): "--host ::1: this is no IPv4 address of this machine",
    ("up", "--public-host", "203.0.113.1"): "--public-host 203.0.113.1: this is no IPv4 address of this machine",
    ("cost", "--region", "mars"): "mars",
}


@pytest.mark.parametrize("words", MISTAKES, ids=" ".join)
def test_a_mistake_is_one_sentence_before_anything_is_deployed(words: tuple[str, ...]) -> None:
    ran = subprocess.run([COMMAND, *words], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert MISTAKES[words] in ran.stdout
    assert ran.stdout.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("up", "--port", "99999"),
        ("demo", "--wav", "tests"),
        ("demo", "--wav", "missing.wav"),
        ("demo", "--out", "Makefile"),
        ("say", "--out", "Makefile"),
        ("cost", "--wishes-per-day", "many"),
    ],
    ids=" ".join,
)
def test_an_option_that_the_command_line_refuses_is_named(words: tuple[str, ...]) -> None:
    ran = subprocess.run([COMMAND, *words], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (ran.returncode, "Traceback" in ran.stderr, words[1] in ran.stderr) == (2, False, True)


def test_a_port_in_use_is_found_before_anything_is_deployed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        ran = subprocess.run([COMMAND, "up", "--port", port], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.startswith(f"--port {port}: in use, perhaps by another `stikadoo up`")


def test_doctor_finds_this_machine_fit() -> None:
    ran = subprocess.run([COMMAND, "doctor"], capture_output=True, text=True, check=False)
    assert "libopus" in ran.stdout
    assert ran.returncode == 0, ran.stdout
