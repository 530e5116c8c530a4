"""Who may do what, in pictures: settings with their dialogs, the journal, an approval, the lock.

GUI thread. Nothing that is photographed is carried out.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from clubdesk.demo.cast import OWNER
from clubdesk.demo.pictures import evening as club
from clubdesk.demo.pictures import rates_walk
from clubdesk.demo.pictures.camera import Camera
from clubdesk.demo.tour.scene import Scene
from clubdesk.domain.people import Staff
from clubdesk.foundation.translate import tr
from clubdesk.services.messages import GatewayKind
from clubdesk.ui.clients.card_deeds import CardDeed
from clubdesk.ui.clients.export_dialog import ExportDialog
from clubdesk.ui.clients.import_dialog import ImportDialog
from clubdesk.ui.clients.screen import ClientsScreen
from clubdesk.ui.journal.screen import JournalScreen
from clubdesk.ui.look.approval import ApprovalDialog
from clubdesk.ui.look.dialog import Dialog, open_dialog_of
from clubdesk.ui.operations.dialogs import RefundDialog
from clubdesk.ui.operations.openers import open_refund
from clubdesk.ui.settings.messages_tab import MessagesTab
from clubdesk.ui.settings.promotions_tab import PromotionsTab
from clubdesk.ui.settings.screen import SettingsScreen
from clubdesk.ui.settings.staff_tab import StaffTab

CASHIER = "timur"
LIST = """Phone;Name;Birthday
+7 701 555 01 01;Ainur Bek;12.03.2001
8 (702) 555-01-02;Денис Ким;
+7 705 238 44 17;Maria Kim;
7011;Nobody;
"""


class RightsWalk:
    """Goes through settings and journal as the owner, then asks an approval as a cashier."""

    def __init__(self, scene: Scene, camera: Camera) -> None:
        self.scene, self.camera = scene, camera
        self.hand, self.window = scene.hand, scene.window

    def rights(self) -> None:
        """All of it; whoever was at the desk is there again at the end."""
        runner = self.scene.windows.runner
        before = runner.staff
        self._sit_down(self._staff(OWNER.login))
        self._settings()
        self._journal()
        self._lists()
        self._sit_down(self._staff(CASHIER))
        self._approval()
        self.window.lock()
        self._take("locked")
        self._sit_down(before)

    def _settings(self) -> None:
        settings = self.window.open_screen("settings")
        if not isinstance(settings, SettingsScreen):
            raise TypeError("the screen Settings")
        self._take("settings")
        rates_walk.rates(self.scene, self.camera)
        settings.tabs.open("rules")
        self._take("settings-rules")
        for key in ("receipts", "terminal"):
            settings.tabs.open(key)
            self._take(f"settings-{key}")
        self._promotions(settings)
        self._messages(settings)
        self._staff_and_roles(settings)
        settings.tabs.open("desk")

    def _promotions(self, settings: SettingsScreen) -> None:
        settings.tabs.open("promotions")
        self._take("settings-promotions")
        tab = settings.findChild(PromotionsTab)
        if tab is None:
            raise LookupError("the tab of promotions")
        tab.promotions.table.choose_current()
        self._take_dialog("settings-promotion")
        tab.groups.open_dialog(None)
        self._take_dialog("settings-group")
        tab.expiry.open_review()
        self._take_dialog("settings-write-off")

    def _messages(self, settings: SettingsScreen) -> None:
        settings.tabs.open("messages")
        self._take("settings-messages")
        tab = settings.findChild(MessagesTab)
        if tab is None:
            raise LookupError("the tab of messages")
        for kind in (GatewayKind.HTTP, GatewayKind.SMPP, GatewayKind.GAMMU, GatewayKind.NONE):
            chip = tab.gateway.kind.chips[list(GatewayKind).index(kind)]
            self.hand.click(chip)
            if kind is not GatewayKind.NONE:
                self._take(f"settings-messages-{kind.value}")

    def _staff_and_roles(self, settings: SettingsScreen) -> None:
        settings.tabs.open("staff")
        self._take("settings-staff")
        tab = settings.findChild(StaffTab)
        if tab is None:
            raise LookupError("the tab of staff")
        self.hand.click(tab.add)
        self._take_dialog("settings-person")
        self.hand.click(tab.pin)
        self._take_dialog("settings-pin")
        self.hand.click(tab.new_role)
        self._take_dialog("settings-role")

    def _journal(self) -> None:
        screen = self.window.open_screen("journal")
        if not isinstance(screen, JournalScreen):
            raise TypeError("the screen Journal")
        screen.filters.period.choose("today")
        self._take("journal")
        screen.filters.kind.choose("refunds")
        self.hand.settle()
        if screen.table is not None and screen.table.rows_model.rows:
            screen.open_line(screen.table.rows_model.rows[0])
            self._take_dialog("journal-line")
        screen.filters.kind.choose("")

    def _lists(self) -> None:
        screen = self.window.open_screen("clients")
        if not isinstance(screen, ClientsScreen):
            raise TypeError("the screen Clients")
        self._edit(screen)
        self.hand.click(screen.export_button)
        self.scene.dialog(ExportDialog).file.editor.setText(tr("Clients") + ".xlsx")
        self._take_dialog("export-clients")
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / "clients.csv"
            file.write_text(LIST, encoding="utf-8")
            self._import(screen, file)

    def _edit(self, screen: ClientsScreen) -> None:
        screen.show_client(club.COMES_NEXT)
        self.hand.settle()
        card = screen.card
        if card is None or card.facts is None:
            raise LookupError("the client's card")
        for deed, name in ((CardDeed.EDIT, "client-edit"), (CardDeed.VERIFY, "client-verify")):
            card.errands.perform(deed, card.facts)
            self.hand.settle()
            self._take_dialog(name)
        screen.close_card()
        self.hand.settle()

    def _import(self, screen: ClientsScreen, file: Path) -> None:
        self.hand.click(screen.import_button)
        dialog = self.scene.dialog(ImportDialog)
        dialog.file.editor.setText(str(file))
        for name in ("import-columns", "import-checked"):
            self._next_step(dialog)
            self._take(name)
        dialog.finish(done=False)
        self.hand.settle()

    def _next_step(self, dialog: ImportDialog) -> None:
        before = dialog.page
        self.hand.click(dialog.primary)
        self.hand.until(lambda: dialog.page is not before, "the next step of the import")

    def _approval(self) -> None:
        open_refund(self.window, self.scene.windows.runner, club.HERO_CLIENT)
        dialog = self.scene.dialog(RefundDialog)
        self.hand.type("1000", dialog.form.amount.edit)
        dialog.form.reason.edit.setText(tr("The client asked for it"))
        self._take("refund-guarded")
        self.hand.click(dialog.primary)
        approval = self.scene.dialog(ApprovalDialog)
        self.hand.until(approval.pick.login, "who may approve")
        self._take("approval")
        approval.finish(done=False)
        self.hand.settle()
        dialog.finish(done=False)
        self.hand.settle()

    def _staff(self, login: str) -> Staff | None:
        house = self.scene.windows.house

        def look() -> Staff | None:
            with house.storage.begin() as work:
                return work.staff.by_login(login)

        return house.writer.submit(look).result(20)

    def _sit_down(self, staff: Staff | None) -> None:
        self.scene.windows.runner.sign_in(staff)
        self.hand.settle()

    def _take(self, name: str) -> None:
        self.camera.take(name, self.window)

    def _take_dialog(self, name: str) -> None:
        self.hand.settle()
        dialog = self.hand.until(lambda: open_dialog_of(self.window), name)
        self._take(name)
        if isinstance(dialog, Dialog):
            dialog.finish(done=False)
        self.hand.settle()
