"""Hangs the devices room on the registry."""

from pathlib import Path

from django.apps import AppConfig

HERE = Path(__file__).parent


class DevicesConfig(AppConfig):
    name = "liren.devices"
    verbose_name = "器：设备、告警、看视频"

    def ready(self) -> None:
        from liren.catalogue import families
        from liren.devices import cameras, kinds
        from liren.devices.handlers import credentials, drills, hung, sip
        from liren.devices.rules import checks

        families.family(
            kinds.KIND_FAMILY, shape=kinds.DeviceKind, folder=HERE / "device_kinds", label="设备种类",
            check=kinds.check_kind, editable=kinds.KIND_EDITABLE,
        )  # fmt: skip
        families.family(
            kinds.RULE_FAMILY, shape=kinds.AlarmRule, folder=HERE / "alarm_rules", label="告警规则",
            check=kinds.check_rule, editable=kinds.RULE_EDITABLE,
        )  # fmt: skip
        families.family(
            checks.FAMILY, shape=checks.Schedule, folder=HERE / "post_checks", label="查岗安排",
            check=checks.check, editable=checks.EDITABLE,
        )  # fmt: skip
        hung.hang_up()
        drills.hang_up()
        cameras.hang_up()
        sip.hang_up()
        credentials.hang_up()
