"""A stage whose routes a plain `chalice deploy` deploys (docs/deployment.md) prints a typed and a spoken wish."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import botocore
import pytest

from infra.chalice_routes import chalice_api
from infra.deploy import deploy_pipeline
from infra.local_aws import ROOT, LocalAws
from infra.local_stack import session
from infra.release import released
from infra.wheels import installed, platform_of
from operations.chalice import add_routes, configure_chalice

STAGE = "lab"
BIN = ROOT / ".venv" / "bin"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as chalice sees it, with its packages in vendor/: chalice would download them with pip."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "app.py", folder)
    shutil.copytree(ROOT / ".chalice", folder / ".chalice", ignore=shutil.ignore_patterns("deploy*"))
    packages = installed(ROOT / "requirements.txt", platform_of("local", "x86_64"))
    shutil.copytree(packages, folder / "vendor", ignore=shutil.ignore_patterns("boto*", "s3transfer", "bin"))
    for name in ("chalice_app", "stikadoo"):
        shutil.copytree(ROOT / name, folder / "vendor" / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def quick_waiters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A botocore data path: chalice waits five seconds for each function, the local Lambda needs half of one."""
    folder = tmp_path_factory.mktemp("data")
    model = "lambda/2015-03-31/waiters-2.json"
    waiters = json.loads((Path(botocore.__file__).parent / "data" / model).read_text())
    for waiter in waiters["waiters"].values():
        waiter["delay"] = 0.2
    (folder / model).parent.mkdir(parents=True)
    (folder / model).write_text(json.dumps(waiters))
    return folder


@pytest.fixture(scope="module")
def device_url(aws: LocalAws, project: Path, quick_waiters: Path) -> str:
    deploy_pipeline(released(STAGE, session(aws), {}, endpoint=aws.endpoint))
    configure_chalice(STAGE, session(aws), aws.endpoint, project / ".chalice" / "config.json")
    deploying = subprocess.run(
        [BIN / "chalice", "--project-dir", project, "deploy", "--stage", STAGE],
        env={"PATH": os.defpath, "HOME": str(project), "AWS_DATA_PATH": str(quick_waiters), **aws.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert deploying.returncode == 0, deploying.stdout + deploying.stderr
    api = chalice_api(STAGE, session(aws), aws.endpoint)
    return f"{aws.endpoint.replace('http', 'ws', 1)}/_aws/execute-api/{api}/{STAGE}"


def say(url: str, out: Path, *wish: str) -> str:
    ran = subprocess.run(
        [BIN / "stikadoo", "say", "--url", url, "--way", "direct", "--out", out, *wish],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_default_alone_prints_a_typed_wish(device_url: str, tmp_path: Path) -> None:
    assert "heard “a dragon”" in say(device_url, tmp_path, "--text", "a dragon")
    assert (tmp_path / "sticker.png").exists()


def test_with_the_typed_routes_a_spoken_wish_is_printed(device_url: str, aws: LocalAws, tmp_path: Path) -> None:
    added = add_routes(STAGE, session(aws), aws.endpoint)
    assert added
    assert "listen" in added[1]
    assert "dragon" in say(device_url, tmp_path, "--wav", str(ROOT / "tests" / "speech" / "dragon.wav"))
    assert (tmp_path / "sticker.png").exists()
