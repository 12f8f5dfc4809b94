"""Hangs the trust room's commands, rights and sentences on the registry."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "liren.trust"
    verbose_name = "信：授权、日志、账号"

    def ready(self) -> None:
        from liren.trust import commands, devices, events, handlers, registry

        devices.listen()

        registry.right("trust.grant", "授予与收回权限")
        registry.right("trust.accounts", "开设与关闭账号")
        registry.right("trust.audit", "查看日志与访问记录")
        registry.right("trust.deliveries", "重试没送到的")
        registry.right("trust.keys", "发放与停用接口密钥")
        registry.command(
            commands.IssueGrants, label="授予权限", handler=handlers.issue_grants, target=handlers.area_of,
            reach="within", right="trust.grant", many=handlers.issue_many,
        )  # fmt: skip
        registry.command(
            commands.CloseGrants, label="收回权限", handler=handlers.close_grants, target=handlers.area_of,
            reach="within", right="trust.grant", many=handlers.close_many,
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
        registry.command(
            commands.IssueResetCode, label="开一次性重设码", handler=handlers.issue_reset_code, target=handlers.area_of,
            reach="within", right="trust.accounts",
        )  # fmt: skip
        registry.command(
            commands.RedeemResetCode, label="凭重设码定新密码", handler=handlers.redeem_reset_code,
            target=handlers.resettable, reach="open",
        )  # fmt: skip
        registry.command(
            commands.EndSession, label="退出自己的一台设备", handler=handlers.end_session, target=handlers.own_device,
            reach="own", roles=("owner",),
        )  # fmt: skip
        registry.command(
            commands.EndSessions, label="结束某人的全部会话", handler=handlers.end_sessions, target=handlers.area_of,
            reach="within", right="trust.accounts",
        )  # fmt: skip
        registry.command(
            commands.IssueKey, label="发接口密钥", handler=handlers.issue_key, target=handlers.key_area,
            reach="within", right="trust.keys",
        )  # fmt: skip
        registry.command(
            commands.RevokeKey, label="停用接口密钥", handler=handlers.revoke_key, target=handlers.issued_key,
            reach="within", right="trust.keys",
        )  # fmt: skip
        registry.command(
            commands.SignInByPhone, label="凭手机验证码登录", handler=handlers.sign_in_by_phone, target=handlers.asked_code,
            reach="open",
        )  # fmt: skip
        registry.command(
            commands.CloseOwnAccount, label="注销自己的账号", handler=handlers.close_own_account,
            target=handlers.own_phone_account, reach="own", roles=("owner",),
        )  # fmt: skip
        registry.events(
            events.PhoneVerified,
            events.KeyIssued, events.KeyRevoked,
            events.ResetCodeIssued, events.PasswordChosen, events.SessionsEnded,
            events.GrantsIssued, events.GrantsClosed, events.AccountOpened, events.AccountClosed, events.PasswordReset,
            events.DeliveriesRetried,
        )  # fmt: skip
        registry.constraint("trust_grant_once", "grant_twice", "这项职责已经授过这项权限。")
        registry.constraint(
            "trust_grant_secrecy", "grant_secrecy", "按区域授权只能看公开件和隐名件，涉密件只授给经手人本人。"
        )
        registry.constraint("trust_phone_once", "phone_twice", "这个手机号刚刚已经登录过一次，请再点一次“登录”。")
        registry.constraint("trust_client_digest", "key_twice", "这把密钥已经发过了，请重新打开页面再发一把。")
        registry.constraint("trust_client_until", "until", "有效期最长两年，到期日要在今天以后。")
        registry.constraint("trust_client_per_minute", "per_minute", "每分钟次数请填 1 到 6000。")
        registry.constraint("trust_client_scopes", "scopes", "请至少选一个权限范围。")
        registry.constraint("trust_account_username_key", "username_taken", "这个登录名已经有人用了，请换一个。")
        registry.constraint("trust_timer_once", "timer_twice", "同一件事的同一个计时器只能设一个。")
