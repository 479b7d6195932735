"""A local AWS: MiniStack on a free loopback port, with its state in a temporary folder.

It runs in its own virtual environment (.localaws: MiniStack, boto3, awslambdaric). As on AWS, a worker's zip must
contain everything else that it imports.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.addresses import LOOPBACK, free_port
from stikadoo.aws.clients import client

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".localaws"
REGION = "us-east-1"
GUARD = Path(__file__).with_name("guarded.py")
"Ends MiniStack when this process ends, even by SIGKILL."
PREFIX = "stikadoo-"
"Of a local AWS's temporary folder."
LOG = "ministack.log"

_MIN_FREE_BYTES = 4 << 30


@dataclass(frozen=True)
class LocalAws:
    """Its endpoint, and the environment variables of its clients."""

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
    """Points this process's clients to the AWS that these variables name."""
    os.environ.update(environ)
    client.cache_clear()


@contextmanager
def local_aws(
    host: str = LOOPBACK, ready_within: float = 30, *, public_host: str | None = None, enforces_iam: bool = False
) -> Iterator[LocalAws]:
    """Runs MiniStack until the block ends. With `enforces_iam`, roles must exist and allow what their Lambdas do.

    `public_host`: an address of this machine that stands in URLs, where `host` is 0.0.0.0.

    Raises FileNotFoundError (`make setup`), TimeoutError, ChildProcessError.
    """
    python = HOME / "bin" / "python"
    if not python.exists():
        raise FileNotFoundError(f"{python}: run `make setup`")
    named, port = public_host or host, free_port(host)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=_memory_folder(), ignore_cleanup_errors=True) as folder:
        log = Path(folder) / LOG
        environ = {
            "PATH": f"{HOME / 'bin'}:{os.defpath}",
            "HOME": folder,
            "TMPDIR": folder,
            "LANG": "C.UTF-8",
            "GATEWAY_PORT": str(port),
            "BIND_HOST": host,
            "MINISTACK_HOST": named,
            "AUTH": str(enforces_iam).lower(),
        }
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 # our own command
                [sys.executable, "-I", str(GUARD), folder, str(python), str(ROOT / "infra" / "local_aws_main.py")],
                env=environ,
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            aws = LocalAws(f"http://{named}:{port}", log)
            _await_health(aws, process, ready_within)
            yield aws
        finally:
            _stop(process)


def _memory_folder() -> str | None:
    """A folder in memory, where unpacking half a gigabyte of zips is twice as fast; None if it is too small."""
    try:
        memory = os.statvfs("/dev/shm")  # noqa: S108 # a temporary folder is created in it
    except OSError:
        return None
    is_executable = not memory.f_flag & os.ST_NOEXEC
    return "/dev/shm" if is_executable and memory.f_bavail * memory.f_frsize > _MIN_FREE_BYTES else None  # noqa: S108


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
    """Kills MiniStack and its Lambda workers: there is no state to save, and a clean shutdown can hang."""
    assert process.stdin
    process.stdin.close()
    process.wait()
