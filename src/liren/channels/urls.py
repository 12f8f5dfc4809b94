"""Addresses at which providers call back, and at which a browser comes back from signing in with one."""

from django.urls import URLPattern, URLResolver, path

from liren.channels.wechat import callbacks as wechat
from liren.channels.wecom import callbacks as wecom
from liren.channels.wecom import sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("wecom/callback/", wecom.application, name="wecom-callback"),
    path("wecom/robot/", wecom.robot, name="wecom-robot"),
    path("wecom/login/", sign_in.begin, name="wecom-login"),
    path("wecom/login/done/", sign_in.signed_in, name="wecom-signed-in"),
    path("wechat/callback/", wechat.official_account, name="wechat-callback"),
]
