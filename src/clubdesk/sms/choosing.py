"""Makes the gateway that the settings name. Any thread; nothing is connected yet."""

from __future__ import annotations

from clubdesk.foundation.settings import DeskSettings
from clubdesk.services.messages import OWN_PROVIDER, GatewayKind
from clubdesk.sms.gateway import Gateway, NoGateway
from clubdesk.sms.profiles import PROFILES, HttpProfile


def gateway_of(settings: DeskSettings, key: str) -> Gateway:
    """The gateway; ``NoGateway`` where none is chosen or its address is missing.

    Args:
        settings: The fields that begin with ``sms_``.
        key: The provider's key or password.
    """
    if not is_set_up(settings):
        return NoGateway()
    if settings.sms_kind == GatewayKind.SMPP:
        from clubdesk.sms.smpp_gateway import SmppGateway

        return SmppGateway(
            settings.sms_smpp_host.strip(),
            settings.sms_smpp_port,
            settings.sms_account,
            settings.sms_sender,
            key,
            use_tls=settings.sms_smpp_tls,
        )
    if settings.sms_kind == GatewayKind.GAMMU:
        from clubdesk.sms.gammu_gateway import GammuGateway

        return GammuGateway(settings.sms_gammu_program.strip(), settings.sms_gammu_config.strip())
    from clubdesk.sms.http_gateway import HttpGateway

    return HttpGateway(_profile(settings), settings.sms_account, settings.sms_sender, key)


def is_set_up(settings: DeskSettings) -> bool:
    """Whether a gateway is chosen, with what it cannot do without."""
    needed = {
        GatewayKind.HTTP.value: settings.sms_profile in PROFILES or bool(settings.sms_url.strip()),
        GatewayKind.SMPP.value: bool(settings.sms_smpp_host.strip()),
        GatewayKind.GAMMU.value: bool(settings.sms_gammu_program.strip()),
    }
    return needed.get(settings.sms_kind, False)


def _profile(settings: DeskSettings) -> HttpProfile:
    known = PROFILES.get(settings.sms_profile)
    if known is not None:
        return known
    return HttpProfile(
        name=OWN_PROVIDER,
        url=settings.sms_url.strip(),
        method=settings.sms_method,
        headers=settings.sms_headers,
        body=settings.sms_body,
        accepted=settings.sms_accepted,
        id_path=settings.sms_id_path,
        status_url=settings.sms_status_url.strip(),
        delivered=settings.sms_delivered,
        failed=settings.sms_failed,
    )
