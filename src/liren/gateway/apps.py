"""The gateway door as Django knows it."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """No tables: raw frames are kept by the devices room."""

    name = "liren.gateway"
    label = "gateway"
    verbose_name = "门：设备协议"

    def ready(self) -> None:
        from liren.devices import decoding
        from liren.gateway import gb28181
        from liren.gateway.gb26875.down import ORDERS
        from liren.gateway.gb26875.profiles import PROFILES
        from liren.gateway.gb26875.words import told

        labels = {profile.code: profile.label for profile in PROFILES.values()}
        decoding.register("gb26875:2011", told, labels, ORDERS, label="GB/T 26875.3")
        gb28181.hang_up()
        self._sensors()

    def _sensors(self) -> None:
        """Sensors that speak JSON: their readings are data of the catalogue."""
        from functools import partial

        from liren.catalogue import families
        from liren.devices import decoding
        from liren.gateway import mqtt, reading
        from liren.gateway.mqtt import signals
        from liren.gateway.pushing import ctwing, onenet
        from liren.gateway.sensors import profiles, saying

        families.family(
            profiles.FAMILY, shape=profiles.SensorProfile, folder=profiles.FOLDER, label="传感器读法",
            check=profiles.check, editable=profiles.EDITABLE,
        )  # fmt: skip
        for wire, reader, teller in (
            (mqtt.WIRE, signals.signals_of, signals.told),
            (ctwing.WIRE, ctwing.signals_of, ctwing.told),
            (onenet.WIRE, onenet.signals_of, onenet.told),
        ):
            reading.register(wire, reader)
            decoding.register(wire, teller, partial(saying.labels, wire), label=profiles.WIRES[wire])
