"""Hangs the notices room on the registry."""

from pathlib import Path
from types import ModuleType

from django.apps import AppConfig

HERE = Path(__file__).parent


class NoticesConfig(AppConfig):
    name = "liren.notices"
    verbose_name = "告：消息与信件"

    def ready(self) -> None:
        from liren.catalogue import families
        from liren.notices import commands, events, groups, kinds
        from liren.notices.handlers import addresses
        from liren.notices.handlers import groups as register
        from liren.notices.handlers import telling as handlers
        from liren.trust import registry

        registry.right("notices.tell", "发送通知")
        registry.command(
            commands.Tell, label="发送通知", handler=handlers.tell, target=handlers.inbox_of,
            reach="within", right="notices.tell",
        )  # fmt: skip
        registry.command(
            commands.MarkRead, label="标为已读", handler=handlers.mark_read, target=handlers.my_unread,
            reach="own", roles=[handlers.RECIPIENT],
        )  # fmt: skip
        registry.command(
            commands.AcknowledgeAlert, label="确认知晓告警", handler=handlers.acknowledge, target=handlers.my_alert,
            reach="own", roles=[handlers.RECIPIENT],
        )  # fmt: skip
        for command, label, handler in (
            (commands.BindAddress, "登记联系方式", addresses.bind),
            (commands.StopAddress, "停用联系方式", addresses.stop),
            (commands.ChooseChannels, "选择怎么告诉我", addresses.choose),
        ):
            registry.command(
                command, label=label, handler=handler, target=addresses.bearer_of, reach="own", roles=[addresses.BEARER]
            )
        letters_hung_up(registry)
        registry.house("notices.stop", may=[commands.StopAddress])
        registry.house("messages", may=[commands.StopAddress])
        registry.events(events.AddressBound, events.AddressStopped, events.ChannelsChosen, events.NumberStopped)
        registry.right("notices.issue", "发群通知")
        registry.command(
            commands.IssueGroupNotice, label="发群通知", handler=handlers.issue, target=handlers.issuing,
            reach="within", right="notices.issue",
        )  # fmt: skip
        registry.events(events.GroupNoticeIssued)
        registry.constraint("notices_group_notice_words", "no_words", "还没有写要通知什么，写一句话就可以。")
        registry.constraint("notices_group_notice_groups", "no_group", "还没有写发到哪个群，写群的名字，一行一个。")
        families.family(
            groups.FAMILY, shape=groups.GroupWording, folder=HERE / "group_wordings", label="群通知用语",
            check=groups.check,
        )  # fmt: skip
        registry.events(events.NoticeTold, events.NoticesRead, events.AlertAcknowledged)
        registry.constraint("notices_notice_level", "notice_level", "通知只有提示、催办、告警三级，请核对通知用语。")
        registry.constraint("notices_notice_one_recipient", "notice_recipient", "一条通知只发给一个账号或一位反映人。")
        registry.constraint("notices_notice_alert_once", "alert_twice", "同一条告警已经发给过这个人，不重复发。")
        registry.constraint("notices_letter_once", "letter_twice", "同一条通知只发一封信。")
        addresses_said(registry)
        hooks_hung_up(registry)
        register.hang_up()
        families.family(
            "notice", shape=kinds.Notice, folder=HERE / "wordings", label="通知用语",
            check=kinds.check, editable=kinds.EDITABLE, upcast=kinds.upcast,
        )  # fmt: skip


def letters_hung_up(registry: ModuleType) -> None:
    """What whoever keeps the house running does about messages that did not go out."""
    from liren.notices import commands, events
    from liren.notices.handlers import letters

    for command, label, handler, target in (
        (commands.RetryLetters, "重发没发出去的消息", letters.retry, letters.area_of),
        (commands.DropLetter, "放弃一条消息", letters.drop, letters.letter_of),
        (commands.RerouteLetter, "换一种方式发", letters.reroute, letters.letter_of),
        (commands.CorrectAddress, "改正联系方式", letters.correct, letters.letter_of),
    ):
        registry.command(command, label=label, handler=handler, target=target, reach="within", right="trust.deliveries")
    registry.events(events.LettersRetried, events.LetterDropped, events.LetterRerouted, events.AddressCorrected)


def addresses_said(registry: ModuleType) -> None:
    """The sentences of the tables of addresses and messages."""
    one = "联系方式属于一个账号或者一条反映，不能两样都写，也不能都不写。"
    for name in ("notices_address_one_bearer", "notices_choice_one_bearer", "notices_message_one_bearer"):
        registry.constraint(name, "bearer", one)
    registry.constraint("notices_address_channel", "channel", "没有这种联系方式，请从企业微信、微信、短信、邮件里选。")
    registry.constraint("notices_address_how", "how", "没有这种绑定办法，请重新绑定。")
    registry.constraint("notices_address_once", "address_twice", "这种联系方式刚刚登记过，请刷新页面再看。")
    registry.constraint("notices_choice_once", "choice_twice", "刚刚选过怎么告诉您，请刷新页面再看。")
    registry.constraint("notices_stop_once", "stop_twice", "这个号码已经停过了。")
    registry.constraint("notices_message_state", "message_state", "消息的状态不对，请把这一页截图交给管理员。")


def hooks_hung_up(registry: ModuleType) -> None:
    """Webhooks: whoever gives out keys changes any, a key with the scope its own; the flow tells, the sender switches off."""
    from liren.notices import commands, events
    from liren.notices.handlers import hooks

    for command, label, handler in (
        (commands.ChangeHook, "修改回调", hooks.change),
        (commands.EndHook, "取消回调", hooks.end),
        (commands.ReplayHook, "重发回调", hooks.replay),
        (commands.PingHook, "试发回调", hooks.ping),
        (commands.DisableHook, "停用收不到的回调", hooks.disable),
    ):
        registry.command(
            command, label=label, handler=handler, target=hooks.hook_of, reach="within",
            right=None if command is commands.DisableHook else "trust.keys",
            roles=[] if command is commands.DisableHook else [hooks.OWNER],
        )  # fmt: skip
    registry.command(
        commands.SubscribeHook, label="登记回调", handler=hooks.subscribe, target=hooks.client_of,
        reach="within", right="trust.keys", roles=[hooks.OWNER],
    )  # fmt: skip
    registry.command(
        commands.TellHooks, label="告诉别的系统", handler=hooks.tell, target=hooks.telling,
        reach="within", right="notices.tell",
    )  # fmt: skip
    registry.scope(
        "hooks.manage", "登记和管理自己的回调",
        may=[commands.SubscribeHook, commands.ChangeHook, commands.EndHook, commands.ReplayHook, commands.PingHook],
    )  # fmt: skip
    registry.house("notices.hooks", may=[commands.DisableHook])
    registry.events(
        events.HookSubscribed, events.HookChanged, events.HookEnded, events.HookReplayed, events.HookDisabled
    )
    registry.constraint("notices_hook_state", "hook_state", "回调的状态不对，请把这一页截图交给管理员。")
    registry.constraint("notices_hook_delivery_once", "call_twice", "这一次回调已经排在里面了。")
