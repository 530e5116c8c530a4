"""The simulated terminal on a real TCP port, a thread for each connection.

``with`` it: the port is open inside the block. Used by ``clubdesk terminal-simulator``, the demo
and tests.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Callable
from types import TracebackType

from clubdesk.terminals.simulator import SimulatedTerminal
from clubdesk.terminals.simulator_talk import Conversation

_LOOK_S = 0.05
_CHUNK = 4096


class TerminalServer:
    """Listens for desks.

    Attributes:
        port: Where; the system's choice if 0 was wished.
    """

    def __init__(
        self, terminal: SimulatedTerminal, port: int = 20007, host: str = "127.0.0.1"
    ) -> None:
        self.terminal = terminal
        self.host = host
        self._listener = socket.create_server((host, port))
        self.port = int(self._listener.getsockname()[1])
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._guard = threading.Lock()
        self._open: dict[socket.socket, Conversation] = {}

    def __enter__(self) -> TerminalServer:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        for thread in list(self._threads):
            thread.join()
        self._listener.close()

    def _start(self, work: Callable[..., None], *given: socket.socket) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stop.is_set():
            if _is_ready(self._listener, _LOOK_S):
                with contextlib.suppress(OSError):
                    link = self._listener.accept()[0]
                    self._bury_the_dead()
                    self._start(self._serve, link)

    def _bury_the_dead(self) -> None:
        """A desk that let go and comes again at once must not find itself in its own way."""
        with self._guard:
            gone = [one for link, one in self._open.items() if _is_gone(link)]
        for conversation in gone:
            conversation.lose()

    def _serve(self, link: socket.socket) -> None:
        conversation = Conversation(self.terminal)
        with self._guard:
            self._open[link] = conversation
        try:
            with link:
                self._carry(link, conversation)
        finally:
            with self._guard:
                del self._open[link]
            conversation.lose()

    def _carry(self, link: socket.socket, conversation: Conversation) -> None:
        link.settimeout(1.0)
        with contextlib.suppress(OSError):
            while not self._stop.is_set():
                link.sendall(conversation.output())
                if conversation.is_over:
                    return
                if not _is_ready(link, self._wait_s(conversation)):
                    conversation.move_on()
                    continue
                data = link.recv(_CHUNK)
                if not data:
                    return
                conversation.feed(data)

    def _wait_s(self, conversation: Conversation) -> float:
        if conversation.deadline is None:
            return _LOOK_S
        left = conversation.deadline - self.terminal.clock.monotonic()
        return min(max(left, 0.0), _LOOK_S)


def _is_ready(link: socket.socket, timeout_s: float) -> bool:
    # Not select: in the demo the sockets of a thousand agents come first.
    with selectors.DefaultSelector() as selector:
        selector.register(link, selectors.EVENT_READ)
        return bool(selector.select(timeout_s))


def _is_gone(link: socket.socket) -> bool:
    try:
        return _is_ready(link, 0) and not link.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError, KeyError):
        return True
