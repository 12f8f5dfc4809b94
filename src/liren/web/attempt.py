"""What every form needs: problems by field, a key that makes a second click the same act, and 422 pages."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liren.kernel import Refusal
from liren.web.display import Problem


@dataclass(slots=True)
class Problems:
    """What is wrong with a form so far; the first sentence of a field stands beside it."""

    found: list[Problem] = field(default_factory=list)

    def add(self, name: str, sentence: str) -> None:
        self.found.append(Problem(name, sentence))

    def refuse(self, no: Refusal, fields: dict[str, str] | None = None, *, default: str = "") -> None:
        """Take a refusal in; `fields` maps the command's field names to the form's, `default` is for the others."""
        self.add((fields or {}).get(no.field or "", no.field or default), no.sentence)

    @property
    def errors(self) -> dict[str, str]:
        return {problem.field: problem.sentence for problem in reversed(self.found)}

    def __bool__(self) -> bool:
        return bool(self.found)


def page(
    request: HttpRequest, template: str, context: dict[str, Any], problems: Problems | None = None
) -> HttpResponse:
    """A page with its form: 200, or 422 with the problems on top and everything typed still in it."""
    wrong = problems or Problems()
    shown = {"problems": wrong.found, "errors": wrong.errors, **context}
    return render(request, template, shown, status=422 if wrong else 200)


def key(request: HttpRequest) -> UUID:
    """The form's key; a form that lost its key gets a fresh one and is then an act of its own."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
