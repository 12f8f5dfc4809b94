"""The gateway door as Django knows it."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """No tables: raw frames are kept by the devices room."""

    name = "liren.gateway"
    label = "gateway"
    verbose_name = "门：设备协议"

    def ready(self) -> None:
        from liren.devices import decoding
        from liren.gateway.gb26875.down import ORDERS
        from liren.gateway.gb26875.profiles import PROFILES
        from liren.gateway.gb26875.words import told

        labels = {profile.code: profile.label for profile in PROFILES.values()}
        decoding.register("gb26875:2011", told, labels, ORDERS)
