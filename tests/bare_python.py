"""A zip unpacked and imported where there is nothing else but boto3, as in a Lambda."""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local_aws import HOME
from infra.wheels import ROOT

BOTO3 = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six.py", "urllib3")
"What the Lambda runtime brings."

HANDLERS = (
    "on_connect",
    "on_message",
    "on_disconnect",
    "audio",
    "hello",
    "listen",
    "abort",
    "goodbye",
    "mcp",
    "printed",
)
"Of the routes."

LIBRARIES = {
    "transcode": {"opuslib"},
    "transcribe": {"faster_whisper", "websockets"},
    "moderate": {"httpx"},
    "imagine": {"httpx", "PIL"},
}
"Of engines and the decoder, some imported when they are asked for."


def parts(worker: str) -> set[str]:
    """What is there when all of a worker is imported: its handler, every module of ours, its engines' libraries."""
    folder = ROOT / "functions" / worker
    files = (path.relative_to(ROOT).with_suffix("") for path in folder.rglob("*.py") if path.name != "__init__.py")
    return {"handler"} | {".".join(path.parts) for path in files} | LIBRARIES.get(worker, set())


def link_boto3(folder: Path) -> Path:
    """The folder, with boto3 and what it needs in it: pure Python, which any interpreter can read."""
    site_packages = next((HOME / "lib").glob("python*/site-packages"))
    for name in BOTO3:
        (folder / name).symlink_to(site_packages / name)
    return folder


@contextmanager
def unpacked(zipped: Path) -> Iterator[Path]:
    """Gone when the block ends: pytest would keep hundreds of megabytes for three runs."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(zipped) as opened:
        opened.extractall(folder)
        yield Path(folder)


def imported(package: str, folder: Path, boto3: Path, python: str = sys.executable) -> set[str]:
    """Names in the package's handler, imported with all that lies beside it where there is no site-packages.

    And the modules that are there then.
    """
    ran = subprocess.run(
        [python, "-I", "-S", str(Path(__file__).with_name("import_all.py")), str(folder), str(boto3), package],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split())
