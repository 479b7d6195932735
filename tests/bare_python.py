"""Import a zip in a bare Python with nothing but boto3 installed, as in a Lambda."""

import re
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
"Packages of the Lambda runtime."

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
"Handlers of the routes."

LIBRARIES = {
    "transcode": {"opuslib"},
    "transcribe": {"faster_whisper", "websockets"},
    "moderate": {"httpx"},
    "imagine": {"httpx", "PIL"},
}
"Libraries of engines and of the decoder, some imported on first use."


def parts(worker: str) -> set[str]:
    """The names to expect once all of a worker is imported: its handler, our modules, its engines' libraries."""
    folder = ROOT / "functions" / worker
    files = (path.relative_to(ROOT).with_suffix("") for path in folder.rglob("*.py") if path.name != "__init__.py")
    return {"handler"} | {".".join(path.parts) for path in files} | LIBRARIES.get(worker, set())


def link_boto3(folder: Path) -> Path:
    """Link boto3 and its dependencies into the folder; they are pure Python, so any interpreter can import them."""
    site_packages = next((HOME / "lib").glob("python*/site-packages"))
    for name in BOTO3:
        (folder / name).symlink_to(site_packages / name)
    return folder


@contextmanager
def unpacked(zipped: Path) -> Iterator[Path]:
    """The zip's files until the block ends; pytest's tmp_path would keep hundreds of megabytes for three runs."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(zipped) as opened:
        opened.extractall(folder)
        yield Path(folder)


def imported(package: str, folder: Path, boto3: Path, python: str = sys.executable) -> set[str]:
    """Import the package without site-packages; return the names in its handler, and all loaded modules."""
    return set(_ran("import_all.py", str(folder), str(boto3), package, python=python).splitlines()[-1].split())


def transcribed_words(wav: Path, model: str, folder: Path, boto3: Path, python: str = sys.executable) -> set[str]:
    """What whisper of transcribe's zip recognises, without site-packages; in lower case."""
    words, _ = _ran("transcribe_wav.py", str(folder), str(boto3), model, str(wav), python=python).splitlines()
    return set(re.findall(r"\w+", words.casefold()))


def _ran(script: str, *arguments: str, python: str) -> str:
    completed = subprocess.run(
        [python, "-I", "-S", str(Path(__file__).with_name(script)), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert completed.returncode == 0, completed.stderr
    return completed.stdout
