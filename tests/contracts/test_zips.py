"""Each zip is complete: it is imported with nothing else but boto3 on the path."""

import zipfile
from pathlib import Path

import pytest

from infra.build import PROVISIONING, ROUTES, WORKERS, build, deployables
from infra.wheels import platform_of
from infra.zips import Trim, sources, write
from tests.bare_python import HANDLERS, imported, link_boto3, parts, unpacked

UNPACKED_BYTES = 262_144_000
"Lambda's limit."


@pytest.fixture(scope="module")
def zips() -> dict[str, Path]:
    return build("local")


@pytest.fixture(scope="module")
def boto3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return link_boto3(tmp_path_factory.mktemp("boto3"))


@pytest.mark.parametrize("worker", WORKERS)
def test_a_worker_s_zip_brings_all_it_imports(worker: str, zips: dict[str, Path], boto3: Path) -> None:
    with unpacked(zips[worker]) as folder:
        assert parts(worker) <= imported(f"functions.{worker}", folder, boto3)


def test_the_provisioning_zip_brings_all_it_imports(zips: dict[str, Path], boto3: Path) -> None:
    with unpacked(zips[PROVISIONING]) as folder:
        assert {"handler", "provisioning.challenge"} <= imported("provisioning", folder, boto3)


def test_the_late_apology_is_in_its_zip(zips: dict[str, Path], boto3: Path) -> None:
    with unpacked(zips["apologise"]) as folder:
        assert "on_failed_execution" in imported("functions.apologise", folder, boto3)


def test_the_routes_zip_brings_all_it_imports(zips: dict[str, Path], boto3: Path) -> None:
    with unpacked(zips[ROUTES]) as folder:
        assert set(HANDLERS) <= imported("app", folder, boto3)
        imported("chalice_app", folder, boto3)


@pytest.mark.parametrize("name", [*WORKERS, PROVISIONING, ROUTES])
def test_a_zip_is_one_that_lambda_accepts(name: str, zips: dict[str, Path]) -> None:
    with zipfile.ZipFile(zips[name]) as zipped:
        entries = zipped.infolist()
    assert sum(entry.file_size for entry in entries) < UNPACKED_BYTES
    packed = {entry.filename.split("/")[0] for entry in entries}
    assert packed & {"boto3", "botocore", "tests", "bin", "cli", "edge", "infra"} == set()
    ours = [
        entry.filename
        for entry in entries
        if entry.filename.startswith(("stikadoo/", "functions/", "chalice_app/", "provisioning/"))
    ]
    assert [name for name in ours if name.endswith(".pyc")] == []


def test_what_is_built_is_not_built_again() -> None:
    built = {path: path.stat().st_mtime_ns for path in build("local").values()}
    assert {path: path.stat().st_mtime_ns for path in build("local").values()} == built


def test_zips_for_different_machines_have_different_names() -> None:
    platforms = [platform_of("local", "x86_64"), platform_of("aws", "x86_64"), platform_of("aws", "arm64")]
    for one in deployables():
        assert len({one.zip(platform).name for platform in platforms}) == len(platforms)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.py", "a/one.py", "a/__pycache__/one.pyc", "bootstrap"):
        (tmp_path / "folder" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "folder" / name).write_text(name)
    return tmp_path / "folder"


def test_the_same_files_make_the_same_zip(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "first.zip", sources(folder), zipfile.ZIP_DEFLATED)
    (folder / "b.py").touch()
    write(tmp_path / "second.zip", sources(folder), zipfile.ZIP_DEFLATED)
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "first.zip") as zipped:
        assert zipped.namelist() == ["a/one.py", "b.py", "bootstrap"]
        assert zipped.getinfo("bootstrap").external_attr >> 16 == 0o755


def test_sources_are_added_to_a_copy_of_the_packages(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "packages.zip", sources(folder), zipfile.ZIP_STORED)
    write(tmp_path / "whole.zip", sources(folder, "more/"), zipfile.ZIP_STORED, base=tmp_path / "packages.zip")
    with zipfile.ZipFile(tmp_path / "whole.zip") as zipped:
        assert zipped.namelist() == [
            f"{at}{name}" for at in ("", "more/") for name in ("a/one.py", "b.py", "bootstrap")
        ]


@pytest.mark.parametrize(
    ("name", "is_packed"),
    [
        ("numpy/core.py", True),
        ("numpy/core/tests/test_core.py", False),
        ("numpy-2.0.dist-info/METADATA", True),
        ("numpy-2.0.dist-info/RECORD", False),
        ("botocore/session.py", False),
        ("emoji/svg/1F408.svg", True),
        ("emoji/color/1F408.svg", False),
        ("av/codec/x.so", False),
    ],
)
def test_a_trim_says_what_is_packed(name: str, is_packed: bool) -> None:
    assert Trim(keep={"emoji": ["svg/*"]}, drop=["av/*"]).packs(name) is is_packed
