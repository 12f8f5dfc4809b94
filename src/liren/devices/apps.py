"""Hangs the devices room on the registry."""

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "liren.devices"
    verbose_name = "器：设备、告警、看视频"
