"""What a message gateway needs to know, by its kind. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from clubdesk.foundation.errors import DeskError
from clubdesk.foundation.settings import DeskSettings
from clubdesk.foundation.translate import tr
from clubdesk.services.messages import OWN_PROVIDER, GatewayKind
from clubdesk.ui.look.chip import ChipRow
from clubdesk.ui.look.field import Choice, Field, TextField
from clubdesk.ui.look.number_box import NumberBox
from clubdesk.ui.look.text import Text
from clubdesk.ui.look.tokens import GAP_L, GAP_M

PROVIDERS = {
    "smsc": "SMSC.ru / SMSC.kz",
    "smsru": "SMS.ru",
    "mobizon": "Mobizon",
    "twilio": "Twilio",
}
"""By their own names; a test holds them to the profiles."""

KEY_PLACE = "{key}"
_HTTP, _SMPP, _GAMMU = GatewayKind.HTTP, GatewayKind.SMPP, GatewayKind.GAMMU


class GatewayFields(QWidget):
    """The kind and its fields; those of other kinds are hidden and keep what they hold.

    Signals:
        changed: Something was chosen or typed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind = ChipRow(
            [
                (GatewayKind.NONE, tr("None")),
                (_HTTP, tr("Provider on the internet")),
                (_SMPP, "SMPP"),
                (_GAMMU, tr("Modem (Gammu)")),
            ]
        )
        self.about = Text("", "dim").wrapped()
        self.provider = Choice([*PROVIDERS.items(), (OWN_PROVIDER, tr("Another provider"))])
        self.account = TextField(tr("Login"))
        self.key = TextField(tr("Key or password"), secret=True)
        self.sender_name = TextField(tr("Sender's name"), tr("As agreed with the provider."))
        self.url = TextField(tr("Address"), placeholder="https://sms.example.com/send?to={phone}")
        self.method = Choice([("POST", "POST"), ("GET", "GET")])
        self.headers = _lines_field(tr("Headers, one a line"))
        self.body = _lines_field(tr("Body"))
        self.accepted = TextField(
            tr("Taken, if the answer has"), tr("id · status=OK · ~text in the answer")
        )
        self.id_path = TextField(tr("Message's name in the answer"), tr("Such as data.id"))
        self.status_url = TextField(
            tr("Address that tells delivery"),
            tr("Optional; asked with {id}, the message's name"),
            placeholder="https://sms.example.com/status?id={id}",
        )
        self.delivered = TextField(tr("Delivered, if the answer has"))
        self.failed = TextField(tr("Failed, if the answer has"))
        self.host = TextField(tr("Host"), placeholder="smpp.example.com")
        self.port = NumberBox(1, 65535, 2775)
        self.tls = Choice([(False, tr("Not encrypted")), (True, tr("Encrypted (TLS)"))])
        self.program = TextField(tr("Program"), tr("gammu or gammu-smsd-inject"))
        self.config = TextField(tr("Its configuration file"), tr("Empty: Gammu's usual one"))
        self._provider_field = Field(tr("Provider"), self.provider)
        self._method_field = Field(tr("Method"), self.method)
        self._port_field = Field(tr("Port"), self.port)
        self._tls_field = Field(tr("Connection"), self.tls)
        self._lay_out()
        self.kind.chosen.connect(lambda _: self._switch())
        self.provider.currentIndexChanged.connect(lambda _: self._switch())
        self._switch()

    def fill(self, kept: DeskSettings) -> None:
        """Shows settings."""
        kinds = list(GatewayKind)
        index = kinds.index(GatewayKind(kept.sms_kind)) if kept.sms_kind in kinds else 0
        self.kind.chips[index].setChecked(True)
        self.provider.choose(kept.sms_profile)
        self.method.choose(kept.sms_method)
        self.port.setValue(kept.sms_smpp_port)
        self.tls.choose(kept.sms_smpp_tls)
        for name, field in self._texts().items():
            field.editor.setText(getattr(kept, name))
        self.headers.editor.setPlainText(kept.sms_headers)
        self.body.editor.setPlainText(kept.sms_body)
        self._switch()

    def typed(self, kept: DeskSettings) -> DeskSettings:
        """The settings with what stands in the fields.

        Raises:
            DeskError: ``sms.key_in_clear`` or ``sms.address_missing``.
        """
        typed = {name: field.text() for name, field in self._texts().items()}
        changed = msgspec.structs.replace(
            kept,
            sms_kind=self.kind_chosen().value,
            sms_profile=str(self.provider.key()),
            sms_method=str(self.method.key()),
            sms_smpp_port=self.port.value(),
            sms_smpp_tls=self.tls.key() is True,
            sms_headers=self.headers.editor.toPlainText(),
            sms_body=self.body.editor.toPlainText(),
            **typed,
        )
        self._require_address(changed)
        self._require_no_key(changed)
        return changed

    def kind_chosen(self) -> GatewayKind:
        """The kind."""
        return GatewayKind(str(self.kind.key()))

    def mark(self, error: DeskError | None) -> None:
        """Shows an error at its field."""
        fields = {"sms_url": self.url, "sms_smpp_host": self.host, "sms_key": self.key}
        for name, field in fields.items():
            field.set_error(error.text if error is not None and error.subject == name else "")

    def say_key_is_kept(self, *, is_kept: bool) -> None:
        """Tells that a key is there without showing it."""
        self.key.editor.clear()
        words = tr("Kept. Type here only to change it.") if is_kept else tr("Not set yet")
        self.key.editor.setPlaceholderText(words)

    def _texts(self) -> dict[str, TextField]:
        return {
            "sms_account": self.account,
            "sms_sender": self.sender_name,
            "sms_url": self.url,
            "sms_accepted": self.accepted,
            "sms_id_path": self.id_path,
            "sms_status_url": self.status_url,
            "sms_delivered": self.delivered,
            "sms_failed": self.failed,
            "sms_smpp_host": self.host,
            "sms_gammu_program": self.program,
            "sms_gammu_config": self.config,
        }

    def _require_address(self, typed: DeskSettings) -> None:
        is_own = typed.sms_kind == _HTTP and typed.sms_profile == OWN_PROVIDER
        if is_own and not typed.sms_url.lower().startswith(("https://", "http://")):
            raise DeskError(
                "sms.address_missing",
                tr("The provider's address is missing: it begins with https://."),
                tr("Copy it from the provider's instructions."),
                subject="sms_url",
            )
        if typed.sms_kind == _SMPP and not typed.sms_smpp_host:
            raise DeskError(
                "sms.address_missing",
                tr("The gateway's host is missing."),
                tr("Copy it from the provider's instructions."),
                subject="sms_smpp_host",
            )

    def _require_no_key(self, typed: DeskSettings) -> None:
        key = self.key.text()
        places = typed.sms_url + typed.sms_status_url + typed.sms_headers + typed.sms_body
        if key and key in places:
            raise DeskError(
                "sms.key_in_clear",
                tr("The key stands in the address, the headers or the body."),
                tr("Write {key} in its place: the key itself is kept apart from the settings."),
                subject="sms_key",
            )

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP_M)
        for part in (
            self.kind,
            self.about,
            _Line(self.host, self._port_field),
            _Line(self._provider_field, self._tls_field, self.sender_name),
            _Line(self.account, self.key),
            _Line(self._method_field, self.url),
            _Line(self.headers, self.body),
            _Line(self.accepted, self.id_path),
            _Line(self.status_url),
            _Line(self.delivered, self.failed),
            _Line(self.program, self.config),
        ):
            lines.addWidget(part)

    def _switch(self) -> None:
        kind, provider = self.kind_chosen(), str(self.provider.key())
        is_own = kind is _HTTP and provider == OWN_PROVIDER
        shown: dict[QWidget, bool] = {
            self._provider_field: kind is _HTTP,
            self.sender_name: kind in (_HTTP, _SMPP),
            self.account: kind is _SMPP or is_own or (kind is _HTTP and provider in _LOGINS),
            self.key: kind in (_HTTP, _SMPP),
            self.url: is_own,
            self._method_field: is_own,
            self.headers: is_own,
            self.body: is_own,
            self.accepted: is_own,
            self.id_path: is_own,
            self.status_url: is_own,
            self.delivered: is_own,
            self.failed: is_own,
            self.host: kind is _SMPP,
            self._port_field: kind is _SMPP,
            self._tls_field: kind is _SMPP,
            self.program: kind is _GAMMU,
            self.config: kind is _GAMMU,
        }
        for widget, is_shown in shown.items():
            widget.setVisible(is_shown)
        for line in self.findChildren(_Line):
            line.setVisible(any(shown[part] for part in line.parts))
        self._name_fields(kind, provider)
        self.about.setText(_ABOUT[kind]() if not is_own else _about_own())
        self.changed.emit()

    def _name_fields(self, kind: GatewayKind, provider: str) -> None:
        is_twilio = kind is _HTTP and provider == "twilio"
        self.account.label.setText("Account SID" if is_twilio else tr("Login"))
        by_password = kind is _SMPP or (kind is _HTTP and provider in ("smsc", OWN_PROVIDER))
        self.key.label.setText(tr("Key or password") if by_password else tr("Key"))


_LOGINS = ("smsc", "twilio")

_ABOUT: dict[GatewayKind, Callable[[], str]] = {
    GatewayKind.NONE: lambda: tr(
        "No messages are sent. New clients stay unverified, or someone with the permission"
        " skips the verification."
    ),
    _HTTP: lambda: tr("The desk asks the provider over the internet; the provider is paid by you."),
    _SMPP: lambda: tr(
        "For a contract with an operator: SMPP 3.4, one connection that sends and receives."
        " SMPP passwords have at most 8 signs."
    ),
    _GAMMU: lambda: tr(
        "A modem with a SIM card at this PC. The program Gammu is installed and set up apart."
    ),
}


def _about_own() -> str:
    return tr(
        "These places are filled in: {phone} with the plus, {digits} without it, {text},"
        " {sender}, {account}, {key}, and {basic} in a header."
    )


class _Line(QWidget):
    """Fields side by side; one that is hidden gives its room to the others."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self.parts = parts
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(GAP_L)
        for part in parts:
            across.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)


def _lines_field(label: str) -> Field[QPlainTextEdit]:
    made = QPlainTextEdit()
    made.setFixedHeight(84)
    made.setTabChangesFocus(True)
    return Field(label, made)
