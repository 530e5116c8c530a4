"""``clubdesk-agent``: runs the agent of this PC, or says how it stands. Main thread."""

from __future__ import annotations

import argparse
import logging
import os
import re
import signal
import sys
from pathlib import Path

from clubdesk_agent import __version__

OK, FAILED, USAGE = 0, 1, 2
_ADDRESS = re.compile(r"tcp://[A-Za-z0-9_.\-]+:[0-9]{1,5}|tcp://\[[0-9A-Fa-f:.]+\]:[0-9]{1,5}")


def main(argv: list[str] | None = None) -> int:
    """Reads the command line; the exit status: 0 well, 1 not, 2 wrong usage."""
    options = _parser().parse_args(_joined(sys.argv[1:] if argv is None else argv))
    command: str = options.command
    try:
        return _status(options) if command == "status" else _run(options)
    except (OSError, ValueError) as error:
        print(f"clubdesk-agent: {error}", file=sys.stderr)
        return FAILED


class _Help(argparse.HelpFormatter):
    """Help of one width: asking the terminal for its own brings in archives, 0.4 MB for good."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=78)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clubdesk-agent",
        description="Keeps a gaming PC locked until the desk opens it.",
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="version", version=f"clubdesk-agent {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser(
        "run", help="run the agent until it is stopped", formatter_class=_Help
    )
    run.add_argument("--desk", required=True, type=_address, metavar="tcp://HOST:PORT")
    _data(run)
    run.add_argument(
        "--desk-key", default="", metavar="KEY", help="the desk's public key; else it asks"
    )
    status = commands.add_parser("status", help="say how the agent stands", formatter_class=_Help)
    _data(status)
    return parser


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="the agent's folder: its key, its lease, its state (CLUBDESK_AGENT_DATA_DIR)",
    )


def data_folder(chosen: Path | None) -> Path:
    """The agent's folder: as chosen, else the environment's, else the system's place for it."""
    named = os.environ.get("CLUBDESK_AGENT_DATA_DIR", "")
    if chosen is not None or named:
        return chosen or Path(named)
    # Imported late: an agent that is told its folder does not need it.
    from platformdirs import user_data_path

    return user_data_path("clubdesk-agent", appauthor=False)


def _joined(arguments: list[str]) -> list[str]:
    """Joins ``--desk-key`` and its key with a sign: one key in 85 begins with a dash."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--desk-key":
            joined[-1] = f"--desk-key={argument}"
        else:
            joined.append(argument)
    return joined


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text) or not 0 < int(text.rsplit(":", 1)[1]) < 65536:
        raise argparse.ArgumentTypeError(f"“{text}” is no address such as tcp://192.168.1.10:5870")
    return text


def _run(options: argparse.Namespace) -> int:
    from clubdesk_agent.run import Runner

    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr
    )
    runner = Runner(options.desk, data_folder(options.data), options.desk_key, say=_say)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda _number, _frame: runner.stop())
    runner.run()
    return OK


def _say(text: str) -> None:
    print(text, flush=True)


def _status(options: argparse.Namespace) -> int:
    from clubdesk_agent.clock import ComputerClock
    from clubdesk_agent.console import in_words, read_state

    folder = data_folder(options.data)
    state = read_state(folder)
    if state is None:
        print(f"No agent has run with {folder} yet.", file=sys.stderr)
        return FAILED
    text, well = in_words(state, ComputerClock())
    print(text)
    return OK if well else FAILED


if __name__ == "__main__":
    raise SystemExit(main())
