"""Which kind a message seems to be: by the model in use, else by the words of the catalogue.

It reads words that somebody is writing and models, no person's data, hence no viewer and no room among the queries.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from liren.cases.kinds import Kind
from liren.cases.triage import Model, Suggestion, keywords, model_file
from liren.catalogue import queries as catalogue
from liren.trust import sql


def classify(words: str, offered: Mapping[str, Kind], area: str = "") -> Suggestion:
    """What `words` seem to be among the kinds on offer, with its confidence and the words that mattered.

    By the model in use for `area` ("": the widest), or where there is none, or none that knows a kind on offer, by the
    hints of the catalogue. At most one statement. Never a decision: whoever reads it may choose otherwise.
    """
    model = in_use(area)
    if model is not None:
        said = model.suggest(words)
        ranked = tuple(pair for pair in said.ranked if pair[0] in offered)
        if ranked:
            same = ranked[0][0] == said.first
            return Suggestion(
                label=said.label if same else "", confidence=ranked[0][1], ranked=ranked, why=said.why if same else ()
            )
    return keywords.suggest(words, {code: kind.hints for code, kind in offered.items()})


def classified(words: str, area: str, now: datetime) -> Suggestion:
    """`classify` among all kinds of an area, for the desk and for routing (its `label` is the text class)."""
    return classify(
        words, {e.code: e.spec for e in catalogue.entries("case_kind", area=area, at=now) if e.spec.for_people}, area
    )


def by_model(area: str = "") -> str:
    """The digest of the model that suggests in `area`, "" while the words of the catalogue do."""
    found = sql.value(f"select digest from cases_triagemodel m where {HERE} limit 1", (area, area))
    return str(found or "")


def in_use(area: str = "") -> Model | None:
    """The model in use for an area. One statement; the file is read once in each process."""
    digest = by_model(area)
    return _read(digest) if digest else None


HERE = "m.until is null and (%s = '' or starts_with(%s, m.area))"


@lru_cache(maxsize=4)
def _read(digest: str) -> Model:
    return model_file.read(
        bytes(sql.value("select content from cases_triagemodel where digest = %s limit 1", (digest,)))
    )
