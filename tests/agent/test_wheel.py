"""The agent's wheel carries the agent and the wire, and runs where nothing of the desk is."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import msgspec
import pytest
import zmq

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*command, str(ROOT / "agent")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_agent_and_the_wire_alone(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    code = [name for name in names if ".dist-info/" not in name]
    of_the_desk = {name for name in code if name.startswith("clubdesk/")}
    assert {name for name in code if not name.startswith("clubdesk/")} == {
        f"clubdesk_agent/{path.name}" for path in (ROOT / "agent/clubdesk_agent").glob("*.py")
    }
    assert of_the_desk == {
        "clubdesk/__init__.py",
        *(f"clubdesk/wire/{path.name}" for path in (ROOT / "src/clubdesk/wire").glob("*.py")),
    }


@pytest.fixture(scope="module")
def bare(wheel, tmp_path_factory):
    """An environment with the wheel, pyzmq and msgspec, and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps"]
    done = subprocess.run(
        [*install, "--no-index", "--disable-pip-version-check", str(wheel)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (packages,) = folder.glob("[Ll]ib/**/site-packages")
    for module in (zmq, msgspec):
        home = Path(module.__file__).parent
        for part in (home, home.parent / f"py{home.name}.libs"):
            if part.is_dir():
                (packages / part.name).symlink_to(part, target_is_directory=True)
    return python.parent


def test_it_runs_in_a_bare_environment(bare):
    done = subprocess.run([bare / "clubdesk-agent", "--version"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("clubdesk-agent ")
    whole = "import clubdesk_agent.run, clubdesk_agent.fleet, sys; print(*sys.modules)"
    done = subprocess.run([bare / "python", "-I", "-c", whole], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert not loaded & {"PySide6", "sqlalchemy", "clubdesk.services", "clubdesk.foundation"}
    assert "clubdesk.wire.codec" in loaded
