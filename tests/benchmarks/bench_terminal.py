"""10,000 seeded runs at a card terminal whose link drops, stalls, or whose desk dies."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from tests.support.terminal_runs import play

SEEDS = 10_000


def run() -> list[dict[str, Any]]:
    """Faults found (0 is the target), unknown ends left to a person, and the time a run takes."""
    began = perf_counter()
    runs = [play(seed) for seed in range(SEEDS)]
    took = perf_counter() - began
    faults = [fault for one in runs for fault in one.faults]
    attempts = sum(len(one.entries) for one in runs)
    unknown = sum(one.unknown for one in runs)
    resolved = sum(one.resolved for one in runs)
    cuts = sum(one.was_cut for one in runs)
    return [
        _line("terminal runs: charged twice or approval lost", len(faults), "", "0", not faults)
        | {"reference": f"{SEEDS} runs, {attempts} payments, {cuts} cuts"},
        _line("terminal runs: unheard ends left unknown", unknown, "", "<= 1 in 5 (own)", True)
        | {
            "reference": f"resolved by asking {resolved}",
            "ratio": unknown / max(1, unknown + resolved),
            "met": unknown * 5 <= unknown + resolved,
        },
        _line("terminal runs: one run", took / SEEDS * 1000, "ms", "<= 5 ms (own)", True)
        | {"met": took / SEEDS <= 0.005},
    ]


def _line(name: str, value: float, unit: str, target: str, met: bool) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "target": target, "met": met}
