"""Addresses of the alarms and of the devices behind them."""

from django.urls import path

from liren.web.alarms import alarm, checks, device, devices, form, mqtt, page, sip

urlpatterns = [
    path("alarms/", page.alarms_page, name="alarms"),
    path("alarms/<uuid:id>/", alarm.alarm_page, name="alarm"),
    path("alarms/case/<uuid:case>/", alarm.of_case, name="case-alarm"),
    path("office/devices/", devices.devices_page, name="device-list"),
    path("office/devices/strays/", devices.strays_page, name="device-strays"),
    path("office/devices/checks/", checks.checks_page, name="post-checks"),
    path("office/devices/checks/list/", checks.checks_list, name="post-checks-list"),
    path("office/devices/new/", form.new_device, name="new-device"),
    path("office/devices/<uuid:id>/", device.device_page, name="device"),
    path("office/devices/<uuid:id>/sip/", sip.line_page, name="device-sip"),
    path("office/devices/<uuid:id>/mqtt/", mqtt.login_page, name="device-mqtt"),
    path("office/devices/<uuid:id>/edit/", form.edit_device, name="edit-device"),
]
