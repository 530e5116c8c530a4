"""`make bench`: every benchmark in a process of its own, one table of ratios at the end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WIDTHS = (46, 14, 34, 9, 16, 4)


def main() -> int:
    wanted = sys.argv[1:]
    rows = []
    for path in sorted(HERE.glob("bench_*.py")):
        if wanted and not any(word in path.stem for word in wanted):
            continue
        print(f"... {path.stem}", flush=True)
        rows += _measured(path.stem)
    _table(rows)
    met = sum(bool(row.get("met")) for row in rows)
    print(f"\n{met} of {len(rows)} figures met")
    return 1 if any(row.get("value") == "failed" for row in rows) else 0


def _measured(module: str) -> list[dict[str, object]]:
    code = (
        "import json, sys; from importlib import import_module;"
        f"rows = import_module('tests.benchmarks.{module}').run();"
        "sys.stdout.write('\\n@@' + json.dumps(rows))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stderr[-2000:])
        return [{"name": module, "value": "failed", "met": False}]
    return json.loads(done.stdout.rpartition("@@")[2])


def _table(rows: list[dict[str, object]]) -> None:
    titles = ("what", "measured", "against", "ratio", "target", "met")
    print()
    print("  ".join(title.ljust(width) for title, width in zip(titles, WIDTHS, strict=True)))
    print("  ".join("-" * width for width in WIDTHS))
    for row in rows:
        cells = (
            str(row.get("name", "")),
            f"{_short(row.get('value'))} {row.get('unit', '')}",
            _short(row.get("reference")),
            _short(row.get("ratio")),
            _short(row.get("target")),
            "yes" if row.get("met") else "NO",
        )
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)))


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    return "" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main())
