"""Gateways on loopback: real sockets, real protocols."""

import pytest

from tests.support.smpp_server import SmppServer
from tests.support.sms_http import SmsHttp


@pytest.fixture
def provider():
    """An HTTP provider."""
    made = SmsHttp()
    yield made
    made.stop()


@pytest.fixture
def smsc():
    """An SMPP gateway."""
    made = SmppServer()
    yield made
    made.stop()
