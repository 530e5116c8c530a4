"""The house rules that no linter knows."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 400
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}


def tracked(*patterns: str) -> list[Path]:
    # Files not yet added count as well, so that a fault shows before the commit.
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [ROOT / line for line in out.splitlines() if (ROOT / line).is_file()]


def python_files() -> list[Path]:
    return tracked("*.py")


def test_no_python_file_is_over_the_limit() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in python_files()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LIMIT
    }
    assert not long


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [str(p.relative_to(ROOT)) for p in python_files() if p.stem in BANNED_NAMES]
    assert not named


def test_every_module_says_why_it_exists() -> None:
    silent = []
    for path in python_files():
        if path.name == "__init__.py" and path.parent.name == "clubdesk":
            continue  # holds the version line alone, so that the agent's wheel can carry it
        text = path.read_text(encoding="utf-8").lstrip()
        if text and not text.startswith(('"""', 'r"""', "#!")):
            silent.append(str(path.relative_to(ROOT)))
    assert not silent


def test_only_the_unit_of_work_commits() -> None:
    elsewhere = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.is_relative_to(ROOT / "src")
        and path.name != "unit_of_work.py"
        and ".commit(" in path.read_text(encoding="utf-8")
    ]
    assert not elsewhere


def test_the_package_init_is_the_version_line_alone() -> None:
    lines = (ROOT / "src/clubdesk/__init__.py").read_text().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("__version__ = ")


@pytest.mark.parametrize("lock", sorted(p.name for p in ROOT.glob("requirements*.lock")))
def test_a_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text
    pinned = re.findall(r"^[a-z0-9][^\s=]*==", text, re.MULTILINE | re.IGNORECASE)
    assert pinned
    for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]:
        assert "--hash=sha256:" in block


def test_no_machine_path_is_in_a_file() -> None:
    # Spelled apart, so that this file does not find itself.
    words = ["/" + "work/", "/" + "tmp/bash", "." + "library"]
    found = []
    for path in tracked():
        if path.suffix in {".png", ".otf", ".ttf", ".mo", ".ico", ".lock"}:
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in words if word in text]
    assert not found
