"""The filters of the pages; each wraps one function of display and adds nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.template import Context

from liren.cases.rules.queues import QUEUES
from liren.notices.queries import Group, Line
from liren.web import display
from liren.web.attempt import Attempt
from liren.web.desk.inbox_links import Link, link_to

register = template.Library()

register.filter("grouped", display.grouped)
register.filter("time_only", display.time_words)
register.filter("table_time", display.table_words)
register.filter("full_time", display.full_words)
register.filter("worded", display.worded)
register.filter("size_words", display.size_words)


@register.filter
def on_day(moment: datetime, now: datetime) -> str:
    """{{ moment|on_day:now }}: 明天, 11 月 30 日."""
    return display.day_words(moment, now)


@register.filter
def at_time(moment: datetime, now: datetime) -> str:
    """{{ moment|at_time:now }}: 今天 09:40, 11 月 18 日 16:02."""
    return display.moment_words(moment, now)


@register.filter
def clock(due: datetime, now: datetime) -> display.Clock:
    """{% with left=due|clock:now %}<c-risk :clock="left" />{% endwith %}."""
    return display.clock_words(due, now)


@register.filter
def at_most(value: float, limit: int) -> str:
    """A figure of a drawing, never beyond `limit` and never localised."""
    return f"{max(0.0, min(float(value), float(limit))):.1f}"


@register.filter
def error_of(tried: Attempt, id: str) -> str:
    """{{ tried|error_of:"name" }}: what is wrong with one field of an attempted form."""
    return tried.error(id)


@register.filter
def at(line: Sequence[str], place: int) -> str:
    """{{ cells|at:0 }}: the cell at a place, "" beyond the end."""
    return line[place] if place < len(line) else ""


@register.filter
def get(typed: Mapping[str, str], name: str) -> str:
    """{{ typed|get:"room-name" }}: a typed value whose name has a hyphen, "" for none."""
    return typed.get(name, "")


@register.filter
def state_short(code: str) -> str:
    """{{ line.state|state_short }}: a state in the few characters of a list's column."""
    return display.state_short(code)


@register.filter
def on_day_full(moment: datetime) -> str:
    """{{ now|on_day_full }}: 11 月 23 日."""
    return display.date_words(moment)


@register.filter
def fours(code: str) -> str:
    """A long code in groups of four, as one reads it aloud."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


@register.simple_tag(takes_context=True)
def inbox_link(context: Context, told: Line | Group) -> Link:
    """{% inbox_link line as to %}: where a notice leads for whoever reads it, `to.href` and `to.words`."""
    return link_to(context["request"].actor, told.subject_kind, told.subject)


@register.inclusion_tag("layouts/newbar.html", takes_context=True)
def newbar(context: Context, queues: str = "", area: str = "", subject: str = "") -> dict[str, Any]:
    """{% newbar "handling keeping" %} over a list of these queues, {% newbar subject=v.id %} on the page of a case.

    {% newbar area=area %} alone stands over figures: every case of the area that moves counts.
    """
    shown = [QUEUES[name] for name in queues.split()]
    states = dict.fromkeys(state for queue in shown for state in queue.states)
    own = bool(shown) and all(queue.ground != "area" for queue in shown)
    return {
        "href": context["request"].get_full_path(),
        "states": " ".join(states),
        "area": area,
        "subject": subject,
        "own": own,
        "figures": not queues and not subject,
    }
