"""Each component says what it is, escapes what people wrote, and holds no inline script or style."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler

import liren.web

WEB = Path(liren.web.__file__).parent
COMPONENTS = sorted((WEB / "components").glob("*.html"))
TEMPLATES = sorted(WEB.rglob("*.html"))
WICKED = "<script>alert(1)</script>"


def render(text: str, **context: object) -> str:
    return engines["django"].from_string(CottonCompiler().process(text)).render(context)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(WEB)))
def test_the_first_line_of_a_template_says_what_it_is(path: Path):
    assert re.match(r"\{# .{20,} #\}", path.read_text("utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(WEB)))
def test_a_template_passes_the_content_security_policy(path: Path):
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)|https?://", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(WEB)))
def test_every_icon_is_in_the_sprite(path: Path):
    sprite = (WEB / "static/icons.svg").read_text("utf-8")
    for kind, name in re.findall(r'<c-icon (name|shape)="([a-z0-9-]+)"', path.read_text("utf-8")):
        assert f'id="{"i" if kind == "name" else "r"}-{name}"' in sprite


@pytest.mark.parametrize(
    "use",
    [
        '<c-risk state="late" words="{{ said }}" />',
        '<c-tag tone="act">{{ said }}</c-tag>',
        '<c-button href="{{ said }}">{{ said }}</c-button>',
        '<c-field name="say" label="{{ said }}" value="{{ said }}" error="{{ said }}" hint="{{ said }}" />',
        '<c-field name="say" label="x" rows="3" :value="said" />',
        '<c-choice name="a" legend="{{ said }}" :options="options" value="{{ said }}" />',
        '<c-error-summary :problems="problems" />',
        '<c-facts :rows="problems" />',
        '<c-row href="/" what="{{ said }}" where="{{ said }}" state="{{ said }}" />',
        '<c-tl title="{{ said }}" when="{{ said }}">{{ said }}</c-tl>',
        '<c-why lead="a" suggestion="{{ said }}" :reasons="said_list" />',
        '<c-photo-pair before="{{ said }}" before_said="{{ said }}" />',
    ],
)
def test_what_people_wrote_is_escaped(use: str):
    page = render(use, said=WICKED, said_list=[WICKED], problems=[("say", WICKED)], options=[(WICKED, WICKED)])
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_wrong_field_is_tied_to_its_sentence():
    page = render('<c-field name="tel" label="手机号" error="少 1 位，手机号是 11 位。" value="138" />')
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="tel-error"' in page
    assert 'id="tel-error"' in page
    assert 'value="138"' in page


def test_a_time_mark_has_shape_and_words():
    page = render('<c-risk state="soon" words="剩 18 分" />')
    assert "#r-soon" in page
    assert "剩 18 分" in page


def test_a_button_that_cannot_be_pressed_says_why():
    page = render('<c-button off="备案以后">公布</c-button>')
    assert "disabled" in page
    assert "公布（备案以后）" in page
