"""The shapes of GeoReport v2 in JSON, written down from the standard: ids and codes are strings, coordinates numbers."""

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
MAYBE_TEXT: dict[str, Any] = {"type": ["string", "null"], "minLength": 1}
MOMENT: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
MAYBE_MOMENT: dict[str, Any] = {"anyOf": [MOMENT, {"type": "null"}]}
MAYBE_NUMBER: dict[str, Any] = {"type": ["number", "null"]}


def record(**fields: Any) -> dict[str, Any]:
    """An object with exactly these fields, every one of them there."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def some(of: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": of, **more}


DISCOVERY = record(
    changeset=MOMENT, contact=TEXT, key_service=TEXT,
    endpoints=some(
        record(
            specification=TEXT, url={"type": "string", "pattern": "^https?://.*[^/]$"}, changeset=MOMENT,
            type={"enum": ["production", "test"]}, formats=some(TEXT, minItems=1),
        ),
        minItems=2,
    ),
)  # fmt: skip

SERVICES = some(
    record(
        service_code=TEXT, service_name=TEXT, description=TEXT, metadata={"type": "boolean"},
        type={"enum": ["realtime", "batch", "blackbox"]}, keywords={"type": "string"}, group=TEXT,
    ),
    minItems=1,
)  # fmt: skip

ATTRIBUTE = record(
    variable={"type": "boolean"}, code=TEXT, required={"type": "boolean"}, datatype_description=MAYBE_TEXT,
    datatype={"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
    order={"type": "integer", "minimum": 1}, description=TEXT,
)  # fmt: skip
ATTRIBUTE["properties"]["values"] = some(record(key=TEXT, name=TEXT), minItems=1)
ATTRIBUTE["if"] = {"properties": {"datatype": {"pattern": "valuelist$"}}}
ATTRIBUTE["then"] = {"required": ["values"]}
ATTRIBUTE["else"] = {"properties": {"values": False}}
DEFINITION = record(service_code=TEXT, attributes=some(ATTRIBUTE))

REQUEST = record(
    service_request_id=TEXT, status={"enum": ["open", "closed"]}, status_notes=MAYBE_TEXT, service_name=TEXT,
    service_code=TEXT, description=MAYBE_TEXT, agency_responsible=MAYBE_TEXT, service_notice=MAYBE_TEXT,
    requested_datetime=MOMENT, updated_datetime=MOMENT, expected_datetime=MAYBE_MOMENT, address=MAYBE_TEXT,
    address_id=MAYBE_TEXT, zipcode=MAYBE_TEXT, lat=MAYBE_NUMBER, long=MAYBE_NUMBER, media_url=MAYBE_TEXT,
)  # fmt: skip
REQUESTS = some(REQUEST)

POSTED: dict[str, Any] = some(
    {
        "type": "object",
        "properties": {"service_request_id": TEXT, "token": TEXT, "service_notice": MAYBE_TEXT, "account_id": MAYBE_TEXT},
        "oneOf": [{"required": ["service_request_id"]}, {"required": ["token"]}],
        "additionalProperties": False,
    },
    minItems=1, maxItems=1,
)  # fmt: skip

ERRORS = some(record(code={"type": "integer"}, description=TEXT), minItems=1)


def check(shape: dict[str, Any], found: Any) -> None:
    """Raise the first ValidationError."""
    Draft202012Validator(shape, format_checker=FormatChecker()).validate(found)
