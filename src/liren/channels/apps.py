"""Registers the channels that the settings name."""

from django.apps import AppConfig
from django.conf import settings


class ChannelsConfig(AppConfig):
    name = "liren.channels"
    verbose_name = "门：邮件、企业微信、微信等通道"

    def ready(self) -> None:
        from liren.channels import email, hooks, platforms, sms
        from liren.channels.mail import boxes
        from liren.kernel import ports

        ports.CALLERS[:] = [hooks.Caller()]
        if settings.EMAIL_URL:
            ports.register(email.EmailSender(email.parse(settings.EMAIL_URL)))
        if settings.MAIL_IN_URL:
            boxes.BOXES[:] = [boxes.box_of(settings.MAIL_IN_URL)]
        if settings.SMS_URL:
            ports.register(sms.sender_of(settings.SMS_URL))
        platforms.register()
