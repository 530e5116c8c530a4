"""What every test stands on: English texts, no stray language, Qt without a screen."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts.warning=false")

import pytest
from hypothesis import HealthCheck, settings

from clubdesk.foundation import translate

settings.register_profile(
    "clubdesk", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("clubdesk")


@pytest.fixture(autouse=True)
def english():
    """Texts are the source's own unless a test asks for another language."""
    translate.set_language("en")
    yield
    translate.set_language("en")


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    """No test touches the data folder of the person who runs it."""
    monkeypatch.setenv("CLUBDESK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("CLUBDESK_DATABASE_URL", raising=False)
