"""A Kaspi Smart POS on a loopback HTTPS port, from what is public of its local interface.

It keeps its own truth (``paid``, ``refunded``). ``ending`` orders how the next payment ends, and
``broken`` what is wrong with the next answers.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


@dataclass
class Process:
    name: str
    kind: str
    amount: int
    ending: str
    method: str = "card"
    looks: int = 0
    status: str = "wait"


@dataclass
class KaspiPos:
    """See the module."""

    ending: str = "success"
    looks: int = 1
    method: str = "card"
    confirms: bool = True
    is_busy: bool = False
    card_mask: str = "440043******1234"
    broken: deque[str] = field(default_factory=deque)
    processes: dict[str, Process] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    token: str = ""
    refresh: str = ""
    given: int = 0

    @property
    def paid(self) -> list[int]:
        return self._moved("payment")

    @property
    def refunded(self) -> list[int]:
        return self._moved("refund")

    def _moved(self, kind: str) -> list[int]:
        ended = [one for one in self.processes.values() if one.kind == kind]
        return [one.amount for one in ended if one.status == "success" or "took" in one.ending]

    def answer(self, path: str, given: dict[str, str], token: str) -> tuple[int, object]:
        self.paths.append(path)
        if path == "/v2/register":
            return self._tokens() if self.confirms else (200, _error(105, "Not confirmed"))
        if path == "/v2/revoke":
            is_right = given.get("refreshToken") == self.refresh
            return self._tokens() if is_right else (401, _error(401, "Wrong token"))
        if not self.token or token != self.token:
            return 401, _error(401, "Authorization failed")
        return 200, self._deed(path, given)

    def _deed(self, path: str, given: dict[str, str]) -> object:
        if path == "/v2/deviceinfo":
            return _data(terminalId="31452963", serialNum="00043010171", posNum="0")
        if path in ("/v2/payment", "/v2/refund"):
            return self._begin(path[4:], given)
        process = self.processes.get(given.get("processId", ""))
        if process is None:
            return _error(101, "Process not found")
        if path == "/v2/actualize" and process.status == "unknown":
            process.status = "success" if "took" in process.ending else "fail"
        elif path == "/v2/status":
            self._move_on(process)
        return self._report(process)

    def _begin(self, kind: str, given: dict[str, str]) -> object:
        if self.is_busy:
            return _error(107, "Could not register transaction")
        if kind == "refund" and given["transactionId"] not in self._known():
            return _error(102, "Transaction not found")
        name = str(1_700_000_000_000 + len(self.processes))
        amount = int(given["amount"])
        self.processes[name] = Process(name, kind, amount, self.ending, self.method)
        return _data(processId=name, status="wait")

    def _known(self) -> list[str]:
        return [f"9{one.name}" for one in self.processes.values() if one.kind == "payment"]

    def _move_on(self, process: Process) -> None:
        process.looks += 1
        if process.status == "wait" and process.looks > self.looks:
            process.status = {"cancelled": "fail", "took": "unknown", "lost": "unknown"}.get(
                process.ending, process.ending
            )

    def _report(self, process: Process) -> object:
        data: dict[str, object] = {"processId": process.name, "status": process.status}
        data["subStatus"] = "WaitUser" if process.status == "wait" else "CardTransactionFailure"
        if process.ending == "cancelled" and process.status == "fail":
            data |= {"subStatus": "ProcessCancelled", "message": "Отмена покупки"}
        if process.status == "success":
            data |= {"subStatus": "CardTransactionSuccess", "transactionId": f"9{process.name}"}
            data["chequeInfo"] = self._cheque(process)
        return {"data": data, "statusCode": 0}

    def _cheque(self, process: Process) -> dict[str, str]:
        cheque = {
            "storeName": "Клуб",
            "status": "Одобрено",
            "amount": f"{process.amount} ₸",
            "terminalId": "31452963",
            "method": process.method,
        }
        if process.method == "card":
            more = {"cardMask": self.card_mask, "authorizationCode": "123456", "icc": "Visa Debit"}
            return cheque | more
        return cheque | {"orderNumber": "555"}

    def _tokens(self) -> tuple[int, object]:
        self.given += 1
        self.token, self.refresh = f"access-{self.given}", f"refresh-{self.given}"
        return 200, _data(
            accessToken=self.token, refreshToken=self.refresh, expirationDate="2026-12-01 00:00:00"
        )


class KaspiServer:
    """``with`` it: the port is open inside the block."""

    def __init__(self, pos: KaspiPos, certificate: Path) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

        class Handler(_Handler):
            terminal = pos

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.handle_error = lambda *_: None
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> KaspiServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    terminal: KaspiPos

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(asked.query).items()}
        token = self.headers.get("accesstoken", "")
        broken = ""
        if asked.path not in ("/v2/register", "/v2/revoke", "/v2/deviceinfo"):
            broken = self.terminal.broken.popleft() if self.terminal.broken else ""
        if broken == "drop":
            self.connection.close()
            return
        status, answer = self.terminal.answer(asked.path, given, token)
        if broken == "drop-after":
            self.connection.close()
            return
        body = broken.encode() if broken else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


def _data(**given: object) -> object:
    return {"data": given, "statusCode": 0}


def _error(code: int, words: str) -> object:
    return {"errorText": words, "statusCode": code}
