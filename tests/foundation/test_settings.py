"""A broken settings file is reported and kept aside, never believed and never fatal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubdesk.foundation.settings import FILE_NAME, DeskSettings, load_settings, save_settings


def test_settings_come_back_as_they_were_saved(tmp_path) -> None:
    settings = DeskSettings(language="ru", theme="light", printer_host="10.0.0.9", till=2)
    save_settings(tmp_path, settings)
    assert load_settings(tmp_path).settings == settings
    assert load_settings(tmp_path).warning is None


@given(text=st.text(st.characters(blacklist_categories=["Cs"]), max_size=80))
def test_any_text_survives_the_file(tmp_path_factory, text) -> None:
    folder = tmp_path_factory.mktemp("settings")
    save_settings(folder, DeskSettings(last_login=text))
    assert load_settings(folder).settings.last_login == text


@pytest.mark.parametrize(
    "content",
    [b"theme = ", b"theme = 5", b"unknown = true", b"\xff\xfe\x00", b"hub_port = 'many'"],
)
def test_a_broken_file_is_kept_aside_and_reported(tmp_path, content) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    loaded = load_settings(tmp_path)
    assert loaded.settings == DeskSettings()
    assert loaded.warning is not None
    assert loaded.warning.code == "settings.broken"
    assert (tmp_path / "desk.broken.toml").read_bytes() == content
    assert load_settings(tmp_path).warning is None
