"""English is complete: every sentence of a template or a gettext call has its translation in the catalogue that ships."""

import gettext
import re
from pathlib import Path

import liren

HOUSE = Path(liren.__file__).parent
with (HOUSE / "locale/en/LC_MESSAGES/django.mo").open("rb") as compiled:
    CATALOGUE = gettext.GNUTranslations(compiled)._catalog
IN_TEMPLATES = re.compile(r"""\{% translate (?:"([^"]*)"|'([^']*)')""")
IN_CODE = re.compile(r"""(?<![\w.])(?:_|gettext|gettext_lazy)\("((?:[^"\\]|\\.)*)"\)""")


BLOCK = re.compile(
    r"\{% blocktranslate(?! asvar)([^%]*)%\}(.*?)(?:\{% plural %\}(.*?))?\{% endblocktranslate %\}", re.DOTALL
)


def blocks() -> dict[object, Path]:
    """The keys of sentences with values in them; a counted one has a form for one and a form for more."""
    found: dict[object, Path] = {}
    for path in HOUSE.rglob("*.html"):
        for _, one, more in BLOCK.findall(path.read_text("utf-8")):
            key = re.sub(r"\{\{ *(\w+) *\}\}", r"%(\1)s", one.replace("%", "%%"))
            found.update(dict.fromkeys([(key, 0), (key, 1)] if more else [key], path))
    return found


def test_every_sentence_with_values_has_its_english():
    missing = [f"{path.relative_to(HOUSE)}: {key}" for key, path in blocks().items() if key not in CATALOGUE]
    assert missing == []


def sentences() -> dict[str, Path]:
    found = {}
    for path in (*HOUSE.rglob("*.html"), *HOUSE.rglob("messages/*.txt")):
        for double, single in IN_TEMPLATES.findall(path.read_text("utf-8")):
            found[double or single] = path
    for path in (HOUSE / "web").rglob("*.py"):
        for text in IN_CODE.findall(path.read_text("utf-8")):
            found[text] = path
    return found


def test_every_sentence_has_its_english():
    missing = [f"{path.relative_to(HOUSE)}: {text}" for text, path in sentences().items() if text not in CATALOGUE]
    assert missing == []


def test_placeholders_are_the_same_in_both_languages():
    for key, english in CATALOGUE.items():
        chinese = key[0] if isinstance(key, tuple) else key
        names = re.compile(r"%\(\w+\)|\{\}")
        assert sorted(names.findall(chinese)) == sorted(names.findall(english)), chinese
