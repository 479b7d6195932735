"""A local AWS: MiniStack on a free loopback port, with its state in one folder that goes when it stops.

It runs in its own environment (.localaws: MiniStack, boto3, awslambdaric), so that a worker's zip must bring
everything else it imports, as on AWS.
"""

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from stikadoo.aws.clients import client

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".localaws"
REGION = "us-east-1"

_ROOMY_BYTES = 4 << 30


@dataclass(frozen=True)
class LocalAws:
    """Where it listens, and what a client's environment needs to reach it."""

    endpoint: str
    log: Path

    @property
    def environ(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


def reach(environ: Mapping[str, str]) -> None:
    """This process's clients, from now on, reach the AWS that these variables name."""
    os.environ.update(environ)
    client.cache_clear()


@contextmanager
def local_aws(host: str = "127.0.0.1", ready_within: float = 30, *, enforces_iam: bool = False) -> Iterator[LocalAws]:
    """Runs MiniStack until the block ends; if it enforces IAM, roles must exist and allow what their Lambdas do.

    Raises FileNotFoundError (`make setup`), TimeoutError, ChildProcessError.
    """
    ministack = HOME / "bin" / "ministack"
    if not ministack.exists():
        raise FileNotFoundError(f"{ministack}: run `make setup`")
    port = _free_port(host)
    with tempfile.TemporaryDirectory(prefix="stikadoo-", dir=_roomy_memory(), ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "ministack.log"
        environ = {
            "PATH": f"{HOME / 'bin'}:{os.defpath}",
            "HOME": folder,
            "TMPDIR": folder,
            "LANG": "C.UTF-8",
            "GATEWAY_PORT": str(port),
            "BIND_HOST": host,
            "MINISTACK_HOST": host,
            "AUTH": str(enforces_iam).lower(),
        }
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 # our own command
                [str(ministack)], env=environ, cwd=folder, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            aws = LocalAws(f"http://{host}:{port}", log)
            _await_health(aws, process, ready_within)
            yield aws
        finally:
            _stop(process)


def _roomy_memory() -> str | None:
    """Where half a gigabyte of zips is unpacked twice as fast as on disk; None where there is too little of it."""
    try:
        memory = os.statvfs("/dev/shm")  # noqa: S108 # a folder of our own is made in it
    except OSError:
        return None
    may_run = not memory.f_flag & os.ST_NOEXEC
    return "/dev/shm" if may_run and memory.f_bavail * memory.f_frsize > _ROOMY_BYTES else None  # noqa: S108


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _await_health(aws: LocalAws, process: subprocess.Popen[bytes], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ChildProcessError(f"MiniStack ended with {process.returncode}:\n{aws.log.read_text()[-2000:]}")
        try:
            urllib.request.urlopen(f"{aws.endpoint}/_ministack/health", timeout=1).close()  # noqa: S310 # our own URL
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"MiniStack was not ready within {seconds:.0f} s:\n{aws.log.read_text()[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """The whole group, its Lambda workers too, at once: there is no state to save, and a shutdown in peace can hang."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
