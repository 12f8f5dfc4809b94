"""The reference to read: every operation of the OpenAPI document as a page, made by the server, no script of others.

It reads the document where everybody reads it, so that it says what the door says.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

PREFIX = "#/components/schemas/"


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """/developers/reference/."""
    document = _document(request)
    schemas = document["components"]["schemas"]
    operations = [
        _operation(path, method, told, document, schemas)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]
    named = {
        name: _fields(schema, schemas) for name, schema in sorted(schemas.items()) if schema.get("type") == "object"
    }
    shown = {
        "operations": operations, "schemas": [(name, schemas[name], fields) for name, fields in named.items() if fields],
        "version": document["info"]["version"], "base": document["servers"][0]["url"],
    }  # fmt: skip
    return render(request, "developers/reference.html", shown)


def _document(request: HttpRequest) -> dict[str, Any]:
    address = reverse("openapi")
    asked = HttpRequest()
    asked.method, asked.path = "GET", address
    asked.META["HTTP_ACCEPT_LANGUAGE"] = get_language() or "zh"
    found = resolve(address).func(asked)
    document: dict[str, Any] = json.loads(found.content)
    return document


def _operation(
    path: str, method: str, told: dict[str, Any], document: dict[str, Any], schemas: dict[str, Any]
) -> dict[str, Any]:
    answers = {
        status: answer if "$ref" not in answer else document["components"]["responses"][answer["$ref"].split("/")[-1]]
        for status, answer in told["responses"].items()
    }
    content = told.get("requestBody", {}).get("content", {})
    body = next(((kind, part["schema"]) for kind, part in content.items()), None)
    return {
        "id": told["operationId"], "method": method.upper(), "path": path, "summary": told["summary"],
        "about": told.get("description", ""), "scopes": told.get("x-scopes", []),
        "parameters": [
            {"name": p["name"], "in": p["in"], "required": p["required"], "type": kind(p["schema"]), "about": p["description"]}
            for p in told["parameters"]
        ],
        "body_type": body[0] if body else "", "body": kind(body[1]) if body else "",
        "body_fields": _fields(body[1], schemas) if body and "$ref" not in body[1] else [],
        "given": [_said(status, answer) for status, answer in answers.items() if status < "400"],
        "failing": [_said(status, answer) for status, answer in answers.items() if status >= "400"],
    }  # fmt: skip


def _said(status: str, answer: dict[str, Any]) -> dict[str, str]:
    given = next((kind(part["schema"]) for part in answer.get("content", {}).values()), "")
    return {"status": status, "about": answer["description"], "type": given}


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", ())
    return [
        {
            "name": name, "type": kind(part), "required": name in required,
            "about": part.get("description") or _one_of(part).get("description", ""),
        }
        for name, part in schema.get("properties", {}).items()
    ]  # fmt: skip


def kind(schema: dict[str, Any]) -> str:
    """What a value is, in a word or two: CaseLine, [uuid], date-time or null."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(PREFIX)
    if "anyOf" in schema:
        kinds = [kind(part) for part in schema["anyOf"]]
        return _("%(kind)s，可以是 null") % {"kind": " / ".join(k for k in kinds if k != "null")}
    if schema.get("type") == "array":
        return f"[{kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type", "any"))


def _one_of(schema: dict[str, Any]) -> dict[str, Any]:
    return next((part for part in schema.get("anyOf", ()) if part.get("type") != "null"), {})
