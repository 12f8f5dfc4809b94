"""Schemathesis reads the OpenAPI document and tries 2,000 requests, fitting and not: no 5xx, no undocumented answer.

In process, so that an exception behind a 500 is seen where it was raised. Which requests: the same each run.
"""

from collections import Counter
from datetime import UTC, datetime

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from liren.api.v1.table import TABLE
from liren.config.wsgi import application
from liren.trust.registry import SCOPES
from tests.keys import issue

AT_LEAST = 2_000
EACH = 75
NEVER_SENT = (None, [], {})
"""What a client leaves out of a query: with nothing else wrong the request is a good one."""
HELD = [
    not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_schema_conformance, checks.response_headers_conformance, checks.negative_data_rejection,
    checks.unsupported_method, checks.missing_required_header,
]  # fmt: skip


@pytest.fixture(scope="module")
def tried():
    return Counter()


@pytest.fixture(scope="module")
def world(town):
    """The document as a program sees it, a key, and by operation what is there: chance finds no case and no street."""
    town.now = datetime.now(UTC)
    key = issue(*SCOPES, per_minute=6000)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    case, (lon, lat) = str(town.dispatched()), town.point()
    known = {
        "readCase": {"path_parameters": {"id": case}}, "noteCase": {"path_parameters": {"id": case}},
        "readArea": {"path_parameters": {"code": "321181108"}}, "locate": {"query": {"lon": lon, "lat": lat}},
        "reportCase": {"body": {"kind": "street_light_out", "words": "路灯不亮", "lon": lon, "lat": lat}},
    }  # fmt: skip
    return schema, {"Authorization": f"Bearer {key}"}, known


OPERATIONS = [operation.name for operation in TABLE]


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("name", OPERATIONS)
def test_no_answer_is_broken_or_undocumented(world, tried, name, mode):
    schema, headers, known = world
    operation = schema.find_operation_by_id(name)
    requests = operation.as_strategy(generation_mode=mode)
    if mode == GenerationMode.POSITIVE and name in known:
        requests |= operation.as_strategy(generation_mode=mode, **known[name])

    @settings(
        max_examples=EACH, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(requests)
    def answered(request):
        assume(all(value not in NEVER_SENT for value in (request.query or {}).values()))
        answer = request.call(headers=headers)
        tried[name, answer.status_code] += 1
        request.validate_response(answer, checks=HELD, headers=headers)

    answered()


def test_that_were_two_thousand_and_every_operation_answered_well_at_least_once(world, tried):
    assert sum(tried.values()) >= AT_LEAST
    good = {name for name, status in tried if status < 300}
    by_chance_never = {"uploadPhoto"} | {o.name for o in TABLE if "hotline" in o.path}
    assert {*OPERATIONS} - good <= by_chance_never, "neither a photo nor a pack is made by chance"
    assert {status for _name, status in tried} >= {200, 201, 404, 422}
    assert 429 not in {status for _name, status in tried}
