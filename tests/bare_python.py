"""A zip unpacked and imported where there is nothing else but boto3, as in a Lambda."""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local_aws import HOME

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

_IMPORT_ALL = """
import importlib, pkgutil, sys
root, boto3, name = sys.argv[1:]
sys.path[:0] = [root, boto3]
package = importlib.import_module(name)
for module in pkgutil.walk_packages(getattr(package, "__path__", []), f"{name}."):
    importlib.import_module(module.name)
print(*sorted(dir(sys.modules.get(f"{name}.handler", package))))
"""


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


def imported(package: str, folder: Path, boto3: Path, python: str = sys.executable) -> list[str]:
    """Names in the package's handler, imported with all that lies beside it where there is no site-packages."""
    ran = subprocess.run(
        [python, "-I", "-S", "-c", _IMPORT_ALL, str(folder), str(boto3), package],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()[-1].split()
