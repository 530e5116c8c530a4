"""CURVE keys of desk and agents: made once, kept in a file for the owner's eyes alone.

Called at the start of a program; any thread. Keys are Z85 text, 40 characters.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec
import zmq

from clubdesk.wire.codec import WireError

# No letter or digit that is easily taken for another when it is read aloud.
_READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_Z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
_VALUE = {letter: value for value, letter in enumerate(_Z85)}


class KeyPair(msgspec.Struct, frozen=True):
    """A public key to show and its secret key to keep."""

    public: str
    secret: str

    def __repr__(self) -> str:
        return f"KeyPair(public={self.public!r})"


def new_key_pair() -> KeyPair:
    """A fresh pair from the operating system's randomness."""
    public, secret = zmq.curve_keypair()
    return KeyPair(public.decode(), secret.decode())


def is_public_key(text: str) -> bool:
    """Whether a text has the form of a CURVE key: 40 characters of Z85 that make 32 bytes."""
    return len(text) == 40 and all(_is_word(text[at : at + 5]) for at in range(0, 40, 5))


def _is_word(letters: str) -> bool:
    number = 0
    for letter in letters:
        if letter not in _VALUE:
            return False
        number = number * 85 + _VALUE[letter]
    return number < 2**32


def fingerprint(*public_keys: str) -> str:
    """A short code of one or more keys for people to compare, such as ``7K3Q-9XPM-42AB``.

    60 bits of SHA-256; the order of the keys does not matter.
    """
    import hashlib  # brings OpenSSL, 3 MB that an agent in play does without

    digest = hashlib.sha256("\n".join(sorted(public_keys)).encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    letters = "".join(_READABLE[(number >> shift) & 31] for shift in range(59, -1, -5))
    return "-".join((letters[:4], letters[4:8], letters[8:12]))


def load_or_create(path: Path) -> KeyPair:
    """The pair kept in a file; the first call makes it, with its folder, readable by its owner.

    Raises:
        WireError: The file holds no key pair. It is never replaced: the other side knows the key.
        OSError: The file cannot be read or written.
    """
    with contextlib.suppress(FileNotFoundError):
        return _load(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    _create(path, new_key_pair())
    return _load(path)


def _load(path: Path) -> KeyPair:
    try:
        pair = msgspec.json.decode(path.read_bytes(), type=KeyPair)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WireError(f"{path.name} holds no key pair: {error}") from error
    if not is_public_key(pair.secret) or not is_public_key(pair.public):
        raise WireError(f"{path.name} holds no key pair")
    if zmq.curve_public(pair.secret.encode()).decode() != pair.public:
        raise WireError(f"{path.name}: the public key does not belong to the secret one")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return pair


def _create(path: Path, pair: KeyPair) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.encode(pair))
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link does not overwrite: of two programs that start together, both use the first key.
        os.link(fresh, path)
        fresh.unlink()
    except FileExistsError:
        fresh.unlink()
    except OSError:
        os.replace(fresh, path)
