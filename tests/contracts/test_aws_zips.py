"""The zips for AWS are small enough, and complete for the Python of their runtime.

Only when asked for (`make check-zips`), as a build for Lambda takes 10 to 20 s and, the first time, a download that a
machine without a network cannot make. The zips of the local AWS, from the same lock files, are imported in every run.
"""

import platform
import zipfile
from pathlib import Path

import pytest

from infra.build import ROUTES, WORKERS, build, unpacked_bytes
from infra.bytecode import interpreter
from infra.wheels import LAMBDA_PYTHON, ROOT
from stikadoo.whisper_models import KNOWN, known_folder
from tests.bare_python import HANDLERS, imported, link_boto3, parts, transcribed_words, unpacked

pytestmark = pytest.mark.aws_zips

MB = 1_000_000
LARGEST_ROUTES = 5 * MB
LARGEST_WORKER = 50 * MB
LARGEST_IMAGINE = 14 * MB
LARGEST_UNPACKED = 262_144_000
"Lambda's limit."
OURS = ("stikadoo/", "functions/", "chalice_app/")
CACHE_TAG = f"cpython-{LAMBDA_PYTHON.replace('.', '')}"
LARGEST_TRANSCRIBE = 180 * MB
"Unpacked: CTranslate2 without its debug information, with room for its next versions."
WAV = ROOT / "tests" / "speech" / "cat-rocket.wav"


@pytest.fixture(scope="module")
def zips(request: pytest.FixtureRequest) -> dict[str, Path]:
    if "aws_zips" not in str(request.config.getoption("markexpr")):
        pytest.skip("make check-zips: a build for Lambda takes 10 to 20 s and a download")
    return build("aws")


@pytest.fixture(scope="module")
def boto3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return link_boto3(tmp_path_factory.mktemp("boto3"))


@pytest.fixture(scope="module")
def python() -> str:
    """Lambda's Python, if this machine has it and can load the zips' libraries."""
    return interpreter(LAMBDA_PYTHON) or pytest.skip(f"no python{LAMBDA_PYTHON} on this machine")


@pytest.fixture(autouse=True)
def _same_machine(request: pytest.FixtureRequest) -> None:
    if "python" in request.fixturenames and platform.machine() != "x86_64":
        pytest.skip("these zips are for x86_64")


def test_the_routes_are_small_enough_to_start_quickly(zips: dict[str, Path]) -> None:
    assert zips[ROUTES].stat().st_size < LARGEST_ROUTES


@pytest.mark.parametrize("name", [*WORKERS, ROUTES])
def test_a_zip_is_small_enough(name: str, zips: dict[str, Path]) -> None:
    assert unpacked_bytes(zips[name]) < (LARGEST_TRANSCRIBE if name == "transcribe" else LARGEST_UNPACKED)
    assert zips[name].stat().st_size < LARGEST_WORKER


@pytest.mark.parametrize("model", KNOWN)
def test_lambda_s_python_transcribes_with_boto3_alone(
    model: str, zips: dict[str, Path], boto3: Path, python: str
) -> None:
    with unpacked(zips["transcribe"]) as folder:
        transcribed = transcribed_words(WAV, str(known_folder(model)), folder, boto3, python)
    assert {"cat", "rocket"} <= transcribed


def test_the_drawings_travel_without_those_that_are_never_drawn(zips: dict[str, Path]) -> None:
    assert zips["imagine"].stat().st_size < LARGEST_IMAGINE


@pytest.mark.parametrize("worker", WORKERS)
def test_lambda_s_python_imports_a_worker_with_boto3_alone(
    worker: str, zips: dict[str, Path], boto3: Path, python: str
) -> None:
    with unpacked(zips[worker]) as folder:
        assert parts(worker) <= imported(f"functions.{worker}", folder, boto3, python)


def test_lambda_s_python_imports_the_routes_with_boto3_alone(zips: dict[str, Path], boto3: Path, python: str) -> None:
    with unpacked(zips[ROUTES]) as folder:
        assert set(HANDLERS) <= imported("app", folder, boto3, python)
        imported("chalice_app", folder, boto3, python)


@pytest.mark.parametrize("name", [*WORKERS, ROUTES])
def test_each_module_of_ours_has_bytecode_of_lambda_s_python(name: str, zips: dict[str, Path], python: str) -> None:
    with zipfile.ZipFile(zips[name]) as zipped:
        names = set(zipped.namelist())
    ours = [Path(name) for name in names if name.startswith(OURS) and name.endswith(".py")]
    missing = [path for path in ours if f"{path.parent}/__pycache__/{path.stem}.{CACHE_TAG}.pyc" not in names]
    assert ours
    assert missing == []
