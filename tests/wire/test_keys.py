"""Key files: made once, private, never replaced; and the code that people compare."""

import os
import stat

import msgspec
import pytest

from clubdesk.wire.codec import WireError
from clubdesk.wire.keys import fingerprint, is_public_key, load_or_create, new_key_pair


def test_a_pair_is_made_once_and_kept(tmp_path):
    path = tmp_path / "deep" / "desk.key"
    first = load_or_create(path)
    assert load_or_create(path) == first
    assert is_public_key(first.public)
    assert [entry.name for entry in path.parent.iterdir()] == ["desk.key"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_the_file_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "desk.key"
    load_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    load_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"public": "a", "secret": "b"}'])
def test_a_broken_file_is_refused_and_left_as_it_is(tmp_path, content):
    path = tmp_path / "desk.key"
    path.write_bytes(content)
    with pytest.raises(WireError, match=r"desk\.key"):
        load_or_create(path)
    assert path.read_bytes() == content


def test_a_public_key_that_is_not_the_secrets_own_is_refused(tmp_path):
    path = tmp_path / "desk.key"
    mixed = {"public": new_key_pair().public, "secret": new_key_pair().secret}
    path.write_bytes(msgspec.json.encode(mixed))
    with pytest.raises(WireError, match="does not belong"):
        load_or_create(path)


def test_a_pair_does_not_show_its_secret():
    pair = new_key_pair()
    assert pair.secret not in repr(pair)


@pytest.mark.parametrize("text", ["", "short", "ä" * 40, " " * 40, "#" * 40, "a" * 41])
def test_what_is_no_key_is_told(text):
    assert not is_public_key(text)


def test_the_code_is_short_and_the_same_on_both_sides():
    desk, agent = new_key_pair().public, new_key_pair().public
    code = fingerprint(desk, agent)
    assert code == fingerprint(agent, desk)
    assert code != fingerprint(desk, new_key_pair().public)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert not set(code) & set("ILOU")
