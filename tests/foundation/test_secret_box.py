"""Secrets: in a file that its owner alone may read, written whole, told nowhere."""

import os
import stat

import pytest

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.secret_box import FILE_NAME, SecretBox, open_secret_box

SECRET = 'k"é\\ 7'


@pytest.fixture
def box(tmp_path):
    return SecretBox(tmp_path)


def test_a_secret_comes_back_and_can_be_forgotten(box, tmp_path) -> None:
    assert box.get("sms_key") == ""
    box.put("sms_key", SECRET)
    box.put("other", "x")
    assert SecretBox(tmp_path).get("sms_key") == SECRET
    box.put("sms_key", "")
    assert (box.get("sms_key"), box.get("other")) == ("", "x")
    assert sorted(file.name for file in tmp_path.iterdir()) == [FILE_NAME]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_the_file_is_its_owners_alone_whatever_the_umask(box, tmp_path) -> None:
    before = os.umask(0)
    try:
        box.put("sms_key", SECRET)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o601])
def test_a_file_that_others_may_open_is_refused(box, tmp_path, mode) -> None:
    box.put("sms_key", SECRET)
    (tmp_path / FILE_NAME).chmod(mode)
    for deed in (lambda: box.get("sms_key"), lambda: box.put("sms_key", "new")):
        with pytest.raises(DeskError) as refusal:
            deed()
        assert refusal.value.code == "secrets.open_to_others"
        assert "chmod 600" in refusal.value.what_to_do


@pytest.mark.parametrize("content", [b"", b"{", b'{"sms_key": 5}', b"\xff\xfe", b"k3y-in-clear"])
def test_a_broken_file_is_told_without_what_it_holds(box, tmp_path, content) -> None:
    file = tmp_path / FILE_NAME
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(DeskError) as refusal:
        box.get("sms_key")
    assert refusal.value.code == "secrets.unreadable"
    assert refusal.value.__cause__ is None
    assert "k3y" not in str(refusal.value)


def test_a_folder_that_cannot_be_written_keeps_the_old_one(box, tmp_path, monkeypatch) -> None:
    box.put("sms_key", SECRET)

    def fail(*_: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(DeskError) as refusal:
        box.put("sms_key", "new")
    assert refusal.value.code == "secrets.unwritable"
    monkeypatch.undo()
    assert box.get("sms_key") == SECRET
    box.put("sms_key", "new")
    assert box.get("sms_key") == "new"


class Keyring(dict):
    """A keyring as Windows has one."""

    def get_password(self, service, name):
        return self.get((service, name))

    def set_password(self, service, name, value) -> None:
        self[service, name] = value

    def delete_password(self, service, name) -> None:
        del self[service, name]


def test_a_keyring_is_used_where_there_is_one(tmp_path) -> None:
    keyring = Keyring()
    here, there = SecretBox(tmp_path, keyring), SecretBox(tmp_path / "other", keyring)
    here.put("sms_key", SECRET)
    assert (here.get("sms_key"), there.get("sms_key")) == (SECRET, "")
    here.put("sms_key", "")
    here.put("sms_key", "")
    assert keyring == {}
    assert not (tmp_path / FILE_NAME).exists()


def test_no_repr_shows_a_secret(box) -> None:
    box.put("sms_key", SECRET)
    assert SECRET not in repr(box)
    assert SECRET not in repr(vars(box))


def test_without_windows_there_is_no_keyring_to_wait_for(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    box = open_secret_box(tmp_path)
    box.put("sms_key", SECRET)
    assert (tmp_path / FILE_NAME).exists()


def test_on_windows_a_keyring_that_cannot_be_used_gives_way_to_the_file(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    box = open_secret_box(tmp_path)
    box.put("sms_key", SECRET)
    assert (tmp_path / FILE_NAME).exists()
