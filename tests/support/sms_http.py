"""A real HTTP server on loopback that answers as a message gateway does, faults on demand."""

from __future__ import annotations

import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class SmsHttp:
    """Listens from the start to ``stop``.

    Attributes:
        answers: Status and body by path without query; ``default`` for all others.
        hang: Sends nothing; dribble: sends a header's bytes one by one; drop: closes at once.
    """

    default: tuple[int, str] = (200, '{"id": 17}')
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    location: str = ""
    hang: bool = False
    dribble: bool = False
    drop: bool = False
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.let_go = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer._answer(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *words: object) -> None:
                """A test's output is its own."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def wrap(self, context: ssl.SSLContext) -> None:
        """Speaks TLS from the next connection on."""
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )

    def stop(self) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers.get("Content-Length") or 0)
        body = request.rfile.read(length).decode()
        self.asked.append(Asked(request.command, request.path, dict(request.headers), body))
        if self.drop:
            request.close_connection = True
            return
        if self.hang:
            self.let_go.wait(30)
            return
        if self.dribble:
            self._dribble(request)
            return
        status, text = self.answers.get(request.path.partition("?")[0], self.default)
        request.send_response(status)
        if self.location:
            request.send_header("Location", self.location)
        encoded = text.encode()
        request.send_header("Content-Length", str(len(encoded)))
        request.end_headers()
        request.wfile.write(encoded)

    def _dribble(self, request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        try:
            while not self.let_go.wait(0.05):
                request.wfile.write(b"z")
                request.wfile.flush()
        except OSError:
            return
