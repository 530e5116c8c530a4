"""Wakes sleeping PCs by Wake-on-LAN; the packets leave from a thread of their own."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.translate import tr
from clubdesk.services.workers import Worker

log = logging.getLogger(__name__)
_MAC = re.compile(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}")


def _send(mac: str) -> None:
    # Imported where it is needed: the start of the desk does not wait for it.
    from wakeonlan import wake

    wake(mac)


class LanWaker:
    """Sends magic packets to the local network.

    Args:
        send: Sends one packet to ``aa:bb:cc:dd:ee:ff``; the network's broadcast by default.
    """

    def __init__(self, send: Callable[[str], None] = _send) -> None:
        self._send = send
        self._worker: Worker | None = None
        self._lock = threading.Lock()

    def wake(self, mac: str) -> None:
        """Queues a packet; any thread.

        Raises:
            DeskError: ``wake.bad_mac``.
        """
        address = mac.strip().lower().replace("-", ":")
        if not _MAC.fullmatch(address):
            raise DeskError(
                "wake.bad_mac",
                tr("“{mac}” is not a network address.").format(mac=mac.strip()[:40]),
                tr("Correct the MAC address of the station, such as 01:23:45:67:89:ab."),
            )
        self._running_worker().submit(lambda: self._send_logged(address))

    def stop(self) -> None:
        """Ends the thread after what is queued."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()

    def _running_worker(self) -> Worker:
        with self._lock:
            if self._worker is None:
                self._worker = Worker("wake-on-lan")
                self._worker.start()
            return self._worker

    def _send_logged(self, address: str) -> None:
        try:
            self._send(address)
        except OSError:
            log.exception("the wake-up packet for %s was not sent", address)
