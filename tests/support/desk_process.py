"""A desk without windows as a process of its own, to be killed: reads commands, answers in JSON.

Each line on standard input is {"do": [command name, fields]} or {"ask": "state"}; each gets one
line back. Run as `python -m tests.support.desk_process FOLDER PORT`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from clubdesk.bootstrap.house import BOOKS, House
from clubdesk.domain.ledger import AccountKind, AccountRef
from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.rule_book import RULES
from clubdesk.storage.address import sqlite_url

COMMANDS = {command.__name__: command for command in RULES}


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    settings = replace_settings(DeskSettings(), hub_host="127.0.0.1", hub_port=port)
    house = House(folder, sqlite_url(folder / BOOKS), settings)
    house.start()
    say({"ready": True, "desk_key": house.hub.public_key})
    for line in sys.stdin:
        asked = json.loads(line)
        if asked.get("ask") == "state":
            say(state(house))
        elif asked.get("ask") == "waiting":
            say({"agents": msgspec.to_builtins(house.hub.waiting())})
        else:
            say(answer(house, *asked["do"], staff=asked.get("staff")))
    house.stop()


def replace_settings(settings: DeskSettings, **changes: Any) -> DeskSettings:
    return msgspec.structs.replace(settings, **changes)


def say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


def answer(house: House, name: str, fields: dict[str, Any], staff: int | None) -> dict[str, Any]:
    command = msgspec.convert(fields, COMMANDS[name])
    try:
        result = house.desk.do(command, staff).result(30)
    except DeskError as refusal:
        return {"refused": refusal.code}
    return msgspec.to_builtins(result)


def state(house: House) -> dict[str, Any]:
    def look() -> dict[str, Any]:
        with house.storage.begin() as work:
            sessions = [
                {
                    "id": session.id,
                    "station": session.station_id,
                    "client": session.client_id,
                    "state": session.state.value,
                    "ends_at": session.ends_at.isoformat() if session.ends_at else None,
                    "charged": session.charged_minor,
                }
                for session in work.sessions.all_open()
            ]
            clients = {
                str(s["client"]): work.ledger.balance(AccountRef(AccountKind.GAME, s["client"]))
                for s in sessions
                if s["client"] is not None
            }
            till = work.ledger.balance(AccountRef(AccountKind.TILL_CASH, 1))
        return {"sessions": sessions, "balances": clients, "till": till}

    links = [
        {"station": link.station_id, "state": link.state.value, "open": link.is_open}
        for link in house.hub.links()
    ]
    return {**house.writer.submit(look).result(30), "links": links}


if __name__ == "__main__":
    main()
