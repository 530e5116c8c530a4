"""The commands of the desk: their names stay. Imports what a command needs when it is asked for."""

from __future__ import annotations

import argparse
import builtins
import gc
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from clubdesk import __version__
from clubdesk.foundation.errors import DeskError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 = well, 1 = something does not hold, 2 = could not be done."""
    options = _parser().parse_args(arguments)
    if getattr(options, "data", None):
        os.environ["CLUBDESK_DATA_DIR"] = str(Path(options.data).absolute())
    try:
        return int(options.run(options))
    except DeskError as error:
        sys.stderr.write(f"{error.text}\n{error.what_to_do}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="clubdesk", description="The front desk of a club.")
    parser.add_argument("--version", action="version", version=f"clubdesk {__version__}")
    parser.add_argument("--data", help="the folder of this desk's files (CLUBDESK_DATA_DIR)")
    parser.set_defaults(run=_desk)
    commands = parser.add_subparsers(title="commands", metavar="")
    demo = commands.add_parser("demo", help="open a believable club with simulated PCs")
    demo.add_argument("--stations", type=_count, default=40, metavar="N")
    demo.add_argument("--speed", type=_speed, default=1.0, metavar="X", help="how fast time runs")
    demo.add_argument("--data", metavar="DIR", help="keep the demo's books in DIR")
    demo.add_argument("--tour", metavar="DIR", help="play the tour, pictures and papers into DIR")
    demo.set_defaults(run=_demo)
    verify = commands.add_parser("verify", help="check every law of the books")
    _database(verify)
    verify.add_argument("--json", action="store_true", help="say it as JSON")
    verify.set_defaults(run=_verify)
    migrate = commands.add_parser("migrate", help="bring a database to this version's schema")
    _database(migrate)
    migrate.set_defaults(run=_migrate)
    pictures = commands.add_parser("pictures", help="every screen as PNG, themes and languages")
    pictures.add_argument("folder", metavar="DIR")
    pictures.set_defaults(run=_pictures)
    words = "a ZVT card terminal made of nothing, with faults on demand"
    _simulator_options(commands.add_parser("terminal-simulator", help=words))
    return parser


def _simulator_options(simulator: argparse.ArgumentParser) -> None:
    simulator.description = (
        "A ZVT card terminal on a TCP port. Faults can be typed while it runs, too."
    )
    simulator.epilog = (
        "Faults: ok, declined, no-connection, cancelled, drop-after-capture, silent, slow:N and"
        " more; --faults lists them all. FAULT@3 befalls the third payment."
    )
    simulator.add_argument("--port", type=_port, default=20007, metavar="N")
    simulator.add_argument("--host", default="127.0.0.1", help="0.0.0.0 for the whole network")
    simulator.add_argument(
        "--fault", action="append", default=[], metavar="FAULT", help="may be given several times"
    )
    simulator.add_argument("--faults", action="store_true", help="list the faults and end")
    simulator.set_defaults(run=_terminal_simulator)


def _database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--database",
        metavar="URL",
        default=os.environ.get("CLUBDESK_DATABASE_URL", ""),
        help="sqlite:///FILE or postgresql://... (CLUBDESK_DATABASE_URL)",
    )


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError("1 to 1000")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("0 to 65535; 0 for any that is free")
    return number


def _speed(text: str) -> float:
    number = float(text)
    if not 0.1 <= number <= 10_000:
        raise argparse.ArgumentTypeError("0.1 to 10000")
    return number


def _desk(options: argparse.Namespace) -> int:
    # Nothing made on the way to the first window is garbage; run_desk switches it on again.
    gc.disable()
    _import_qt()
    from clubdesk.bootstrap.windows import run_desk

    return run_desk()


def _import_qt() -> None:
    """Imports Qt and takes back the import statement, which PySide replaces with its own.

    PySide's reads the source of every module that is imported from then on, to find out whether it
    wants Python-like names of methods (``__feature__``). The desk wants none, and opens sooner.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - for what it does to the import statement

    builtins.__import__ = plain


def _demo(options: argparse.Namespace) -> int:
    if options.tour:
        from clubdesk.demo.tour import play_tour

        return play_tour(Path(options.tour), options.stations, options.data)
    from clubdesk.demo.opening import run_demo

    return run_demo(options.stations, options.speed, options.data)


def _verify(options: argparse.Namespace) -> int:
    from clubdesk.bootstrap.house import database_address
    from clubdesk.storage.verify import verify

    verdict = verify(options.database or database_address())
    print(json.dumps(verdict.as_dict(), ensure_ascii=False) if options.json else verdict.text())
    return 0 if verdict.ok else 1


def _migrate(options: argparse.Namespace) -> int:
    from clubdesk.bootstrap.house import database_address
    from clubdesk.storage.schema import upgrade

    print(upgrade(options.database or database_address()))
    return 0


def _pictures(options: argparse.Namespace) -> int:
    from clubdesk.demo.pictures import take_pictures

    return take_pictures(Path(options.folder))


def _terminal_simulator(options: argparse.Namespace) -> int:
    from clubdesk.terminals.simulator_console import faults_explained, run_simulator

    if options.faults:
        print(faults_explained())
        return 0
    try:
        return run_simulator(options.port, options.fault, sys.stdin, sys.stdout, options.host)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
