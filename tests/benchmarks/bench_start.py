"""From starting the program to the first sale, with a year's books, against a bare Qt window.

Every start is a process of its own, a desk and a bare window in turns; the median counts. The desk
is the real one; the cashier in it takes each step the moment the one before was painted, and comes
in without typing a password, since typing is slower than everything that is measured here.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from clubdesk.foundation.clock import SystemClock
from tests.support.year import make_year

ROUNDS = 11
READY_S = 0.3
STEPS = (
    ("names", "start: window with the staff's names", READY_S),
    ("hall", "start: hall with every seat painted", READY_S),
    ("dialog", "start: start dialog answers, ready to sell", READY_S),
    ("deed", "start: first password checked by the worker", 1.0),
)


def run() -> list[dict[str, Any]]:
    """Each step's median in seconds since the process was started."""
    with tempfile.TemporaryDirectory() as folder:
        make_year(Path(folder) / "club.db", SystemClock().now())
        environment = _environment(Path(folder))
        desks, bares = _rounds(environment)
    bare = statistics.median(one["window"] for one in bares)
    return [
        _row(name, statistics.median(one[key] for one in desks), bare, limit)
        for key, name, limit in STEPS
    ]


def _environment(folder: Path) -> dict[str, str]:
    """As on an installed desk: compiled once, kept; nothing of this computer's own club."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {
        "QT_QPA_PLATFORM": "offscreen",
        **kept,
        "CLUBDESK_DATA_DIR": str(folder),
        "CLUBDESK_DATABASE_URL": "",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }


def _rounds(environment: dict[str, str]) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    desks, bares = [], []
    for number in range(ROUNDS + 1):
        desk, bare = _started(environment), _started(environment, "bare")
        if number:  # the first compiles, and reads the files from the disk
            desks.append(desk)
            bares.append(bare)
    return desks, bares


def _started(environment: dict[str, str], *arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.support.start_probe", *arguments]
    began = perf_counter()
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return {step: instant - began for step, instant in json.loads(done.stdout).items()}


def _row(name: str, value: float, bare: float, limit: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value * 1000),
        "unit": "ms",
        "reference": f"bare Qt window {bare * 1000:.0f} ms",
        "ratio": value / bare,
        "target": f"<= {limit * 1000:.0f} ms",
        "met": value <= limit,
    }


if __name__ == "__main__":
    for row in run():
        print(row)
