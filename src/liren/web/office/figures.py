"""A figure as a card: its number, how it is counted, as of when, among how many; and where its list opens."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from liren.people.rules.figures import Figure
from liren.web.display import FEW, grouped


@dataclass(frozen=True, slots=True)
class Card:
    """What c-card needs. `href` is "" for whoever may not see names."""

    title: str
    figure: str
    unit: str
    href: str
    formula: str
    says: str = ""


def number(title: str, figure: Figure, formula: str, href: str, says: str = "") -> Card:
    """A card that counts persons."""
    return Card(title, grouped(figure.number), _("人"), href, formula, says)


def share(title: str, figure: Figure, formula: str, href: str, says: str = "") -> Card:
    """A card with a share to two decimals and its sample; below ten persons there is no share."""
    among = len(figure.among or ())
    sample = _("%(part)s / %(whole)s 人") % {"part": grouped(figure.number), "whole": grouped(among)}
    words = "。".join(filter(None, (sample, says)))
    if figure.share is None or among < FEW:
        return Card(title, _("人少，不算比例"), "", href, formula, words)
    return Card(title, f"{figure.share}", "%", href, formula, words)


def on(day: date) -> str:
    """The window of a stock: one day."""
    return _("时点：%(day)s。") % {"day": f"{day:%Y-%m-%d}"}
