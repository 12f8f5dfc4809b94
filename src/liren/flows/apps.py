"""Hangs every flow on the registry: the directory listing is the diagram of how the rooms answer one another."""

import importlib
import pkgutil

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "liren.flows"
    verbose_name = "通：一件事引出另一件事"

    def ready(self) -> None:
        import liren.flows as here
        from liren.cases import queries as cases
        from liren.cases.kinds import EXITS
        from liren.cases.queries import followup
        from liren.cases.whistling import CLOCKS, shipped_labels
        from liren.cases.workflows import CLOCK_LABELS
        from liren.devices.kinds import CAUSES
        from liren.devices.queries import cameras, footage, posted, views
        from liren.devices.rules.cameras import DUES, HEALTH
        from liren.flows import reaching
        from liren.flows import when_order_is_claimed_tell_requester as ordered
        from liren.flows.when_case_moves_tell_reporter import STEPS, step_of
        from liren.flows.when_unit_objects_to_whistle_ask_raiser import DECISIONS
        from liren.flows.when_view_is_decided_tell_asker import DECISIONS as VIEW_DECISIONS
        from liren.notices import kinds as notices
        from liren.notices.queries import hook_names
        from liren.notices.queries.groups import group_names
        from liren.people import queries as people
        from liren.people.kinds import ENDS as CERTIFICATE_ENDS
        from liren.people.queries import workforce
        from liren.services import queries as services
        from liren.services.kinds import CONSENTS

        notices.subject("case", cases.names)
        notices.subject("call", followup.pressed_in)
        notices.subject("order", services.names)
        notices.subject("hook", hook_names)
        notices.subject("group", group_names)
        notices.subject("device", posted.device_names)
        notices.subject("camera", cameras.camera_names)
        notices.subject("view_request", views.request_names)
        notices.subject("footage", footage.footage_names)
        notices.labels("alarm_cause", {code: label for code, (label, _todo) in CAUSES.items()})
        notices.labels("camera_health", HEALTH)
        notices.labels("camera_due", DUES)
        notices.labels("view_decision", VIEW_DECISIONS)
        notices.contacts("case", reaching.of_cases)
        notices.contacts("order", reaching.of_orders)
        notices.subject("member", services.member_names)
        notices.labels("member_consent", CONSENTS)
        notices.labels("order_step", {ordered.step_of(event): event.label for event in ordered.STEPS})
        notices.subject("coverage", people.check_names)
        notices.subject("worker", workforce.worker_names)
        notices.labels("certificate_end", CERTIFICATE_ENDS)
        notices.labels("case_clock", CLOCK_LABELS)
        notices.labels("case_exit", EXITS)
        notices.labels("whistle_kind", shipped_labels())
        notices.labels("whistle_clock", CLOCKS)
        notices.labels("whistle_decision", DECISIONS)
        notices.labels("case_step", {step_of(event): event.label for event in STEPS})
        for module in pkgutil.iter_modules(here.__path__):
            if module.name.startswith("when_"):
                importlib.import_module(f"{here.__name__}.{module.name}").hang_up()
