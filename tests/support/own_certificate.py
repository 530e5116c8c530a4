"""A certificate that a test makes for itself: P-256, signed by its own key, in pure Python.

Not for anything but tests: the arithmetic is not guarded against timing.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
EC_KEY, P256 = "2a8648ce3d0201", "2a8648ce3d030107"
SHA256_SIGNED, COMMON_NAME, ALTERNATIVE = "2a8648ce3d040302", "550403", "551d11"


def write_certificate(folder: Path, name: str = "localhost") -> tuple[Path, str]:
    """Writes key and certificate as one PEM file; the file and the certificate's SHA-256."""
    secret = secrets.randbelow(N - 1) + 1
    public = b"\4" + b"".join(part.to_bytes(32, "big") for part in _times(secret, G))
    certificate = _certificate(name, secret, public)
    key = _sequence(
        _integer(1),
        _tagged(0x04, secret.to_bytes(32, "big")),
        _tagged(0xA0, _oid(P256)),
        _tagged(0xA1, _tagged(0x03, b"\0" + public)),
    )
    file = folder / f"{name}-{secrets.token_hex(4)}.pem"
    file.write_text(_pem("EC PRIVATE KEY", key) + _pem("CERTIFICATE", certificate))
    return file, hashlib.sha256(certificate).hexdigest()


def _certificate(name: str, secret: int, public: bytes) -> bytes:
    signed_by = _sequence(_oid(SHA256_SIGNED))
    named = _sequence(_tagged(0x31, _sequence(_oid(COMMON_NAME), _tagged(0x0C, name.encode()))))
    today = datetime.now(UTC)
    valid = _sequence(_time(today - timedelta(days=1)), _time(today + timedelta(days=30)))
    key = _sequence(_sequence(_oid(EC_KEY), _oid(P256)), _tagged(0x03, b"\0" + public))
    hosts = _sequence(_tagged(0x82, name.encode()), _tagged(0x87, bytes([127, 0, 0, 1])))
    extension = _sequence(_sequence(_oid(ALTERNATIVE), _tagged(0x04, hosts)))
    body = _sequence(
        _tagged(0xA0, _integer(2)),
        _integer(secrets.randbits(64) + 1),
        signed_by,
        named,
        valid,
        named,
        key,
        _tagged(0xA3, extension),
    )
    return _sequence(body, signed_by, _tagged(0x03, b"\0" + _signature(secret, body)))


def _signature(secret: int, body: bytes) -> bytes:
    digest = int.from_bytes(hashlib.sha256(body).digest(), "big")
    nonce = secrets.randbelow(N - 1) + 1
    r = _times(nonce, G)[0] % N
    s = pow(nonce, -1, N) * (digest + r * secret) % N
    return _sequence(_integer(r), _integer(s))


def _times(factor: int, point):
    total = None
    while factor:
        if factor & 1:
            total = _plus(total, point)
        point = _plus(point, point)
        factor >>= 1
    return total


def _plus(one, other):
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    if one == other:
        slope = 3 * (x1 * x1 - 1) * pow(2 * y1, -1, P) % P
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P) % P
    x3 = (slope * slope - x1 - x2) % P
    return x3, (slope * (x1 - x3) - y1) % P


def _tagged(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        return bytes([tag, size]) + value
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + value


def _sequence(*parts: bytes) -> bytes:
    return _tagged(0x30, b"".join(parts))


def _integer(value: int) -> bytes:
    return _tagged(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(encoded: str) -> bytes:
    return _tagged(0x06, bytes.fromhex(encoded))


def _time(instant: datetime) -> bytes:
    return _tagged(0x17, instant.strftime("%y%m%d%H%M%SZ").encode())


def _pem(kind: str, data: bytes) -> str:
    text = base64.encodebytes(data).decode()
    return f"-----BEGIN {kind}-----\n{text}-----END {kind}-----\n"
