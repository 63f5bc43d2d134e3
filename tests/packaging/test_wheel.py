"""What people install must work away from the checkout: built, installed, migrated, served."""

import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pytest

from tools import environment, wheel
from tools.servers.process import free_port

pytestmark = pytest.mark.packaging

PATIENCE = 30
"""Seconds until the server must answer."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel.build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that holds the locked packages and the wheel."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    environment.build(folder, "run", with_project=False)
    pip = [str(folder / "bin" / "python"), "-m", "pip"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(package)], check=True)
    subprocess.run([*pip, "check"], check=True)
    return folder / "bin"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    ours = ("GOVDESK_", "PYTHON")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {
        "GOVDESK_DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('data') / 'govdesk.sqlite'}",
        "GOVDESK_SECRET_KEY": "only for this test, long enough",
        "GOVDESK_BASE_URL": f"http://127.0.0.1:{free_port()}",
    }


@pytest.fixture(scope="module")
def address(installed: Path, settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the installed Govdesk serves, with its database migrated."""
    away, address = tmp_path_factory.mktemp("away"), settings["GOVDESK_BASE_URL"]
    govdesk, port = installed / "govdesk", address.rpartition(":")[2]
    subprocess.run([govdesk, "db", "upgrade"], check=True, cwd=away, env=settings)
    with subprocess.Popen([govdesk, "serve", "--port", port], cwd=away, env=settings) as server:
        try:
            _wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.terminate()


def test_carries_every_browser_file(package: Path) -> None:
    with ZipFile(package) as content:
        names = set(content.namelist())
        manifest = json.loads(content.read("govdesk/static/vendor/manifest.json"))
    assert {f"govdesk/static/vendor/{name}" for name in manifest.values()} <= names


@pytest.mark.parametrize("folder", ["templates", "migrations", "policies"])
def test_carries_what_lies_beside_the_package(package: Path, folder: str) -> None:
    with ZipFile(package) as content:
        carried = {name for name in content.namelist() if name.startswith(f"govdesk/_bundled/{folder}/")}
    prefix = f"govdesk/_bundled/{folder}/"
    endings = {".html", ".txt", ".py", ".mako", ".md", ".yml"}
    files = (file for file in (environment.ROOT / folder).rglob("*") if file.suffix in endings)
    assert carried >= {prefix + file.relative_to(environment.ROOT / folder).as_posix() for file in files}


def test_puts_nothing_but_govdesk_among_the_packages(package: Path) -> None:
    with ZipFile(package) as content:
        tops = {name.split("/")[0] for name in content.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"govdesk"}


@pytest.mark.parametrize("path", ["/healthz", "/signin"])
def test_serves_away_from_the_checkout(address: str, path: str) -> None:
    with urllib.request.urlopen(address + path, timeout=5) as answer:
        assert answer.status == 200


def test_serves_its_browser_files(address: str, package: Path) -> None:
    with ZipFile(package) as content:
        manifest = json.loads(content.read("govdesk/static/vendor/manifest.json"))
    with urllib.request.urlopen(f"{address}/static/vendor/{manifest['basecoat.css']}", timeout=5) as answer:
        assert answer.status == 200


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.05)
    pytest.fail("the installed server did not open")
