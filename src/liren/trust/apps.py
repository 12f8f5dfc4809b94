"""Hangs the trust room's commands, rights and sentences on the registry."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "liren.trust"
    verbose_name = "信：授权、日志、账号"

    def ready(self) -> None:
        from liren.trust import commands, events, handlers, registry

        registry.right("trust.grant", "授予与收回权限")
        registry.right("trust.accounts", "开设与关闭账号")
        registry.right("trust.audit", "查看日志与访问记录")
        registry.right("trust.deliveries", "重试没送到的")
        registry.command(
            commands.IssueGrants, label="授予权限", handler=handlers.issue_grants, target=handlers.area_of,
            reach="within", right="trust.grant",
        )  # fmt: skip
        registry.command(
            commands.CloseGrants, label="收回权限", handler=handlers.close_grants, target=handlers.area_of,
            reach="within", right="trust.grant",
        )  # fmt: skip
        registry.command(
            commands.OpenAccount, label="开设账号", handler=handlers.open_account, target=handlers.area_of,
            reach="within", right="trust.accounts",
        )  # fmt: skip
        registry.command(
            commands.ResetPassword, label="重设密码", handler=handlers.reset_password, target=handlers.area_of,
            reach="within", right="trust.accounts",
        )  # fmt: skip
        registry.command(
            commands.CloseAccount, label="关闭账号", handler=handlers.close_account, target=handlers.area_of,
            reach="within", right="trust.accounts",
        )  # fmt: skip
        registry.command(
            commands.RetryDeliveries, label="重试没送到的", handler=handlers.retry_deliveries, target=handlers.area_of,
            reach="within", right="trust.deliveries",
        )  # fmt: skip
        registry.events(
            events.GrantsIssued, events.GrantsClosed, events.AccountOpened, events.AccountClosed, events.PasswordReset,
            events.DeliveriesRetried,
        )  # fmt: skip
        registry.constraint("trust_grant_once", "grant_twice", "这项职责已经授过这项权限。")
        registry.constraint(
            "trust_grant_secrecy", "grant_secrecy", "按区域授权只能看公开件和隐名件，涉密件只授给经手人本人。"
        )
        registry.constraint("trust_account_username_key", "username_taken", "这个登录名已经有人用了，请换一个。")
        registry.constraint("trust_timer_once", "timer_twice", "同一件事的同一个计时器只能设一个。")
