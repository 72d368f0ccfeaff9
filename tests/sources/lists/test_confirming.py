"""A model that went missing is gone only where its provider says so; a bare 404 may be a permission."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.presence import Confirmation
from monitor.sources.lists.confirming import confirmation, model_address, sentence
from monitor.sources.registry import all_sources
from monitor.sources.spec import Source

LISTED, MISSING, GONE, UNCLEAR = Confirmation

OPENAI_404 = {
    "message": "The model 'acme-4' does not exist",
    "type": "invalid_request_error",
    "code": "model_not_found",
}
ANSWERS = [
    # the model, under its name or that of its snapshot
    (200, {"id": "acme-4-0314", "object": "model"}, LISTED),
    (200, {"modelDetails": {"modelId": "acme.a-v1:0"}}, LISTED),
    (200, {"error": {"message": "internal"}}, UNCLEAR),
    (200, [], UNCLEAR),
    # no such model, or not for this key
    (404, {"error": OPENAI_404}, MISSING),
    (404, {"type": "error", "error": {"type": "not_found_error", "message": "model: acme-4"}}, MISSING),
    (404, {"error": {"code": 404, "message": "models/acme-4 is not found for API version v1", "status": "NOT_FOUND"}},
     MISSING),
    (404, {"message": "model 'acme-4' not found, make sure the correct model ID was used"}, MISSING),
    (404, {"detail": "Not Found"}, MISSING),
    (404, {}, MISSING),
    # the provider's own word
    (410, {}, GONE),
    (404, {"message": "The model acme-4 was removed on September 15, 2025."}, GONE),
    (404, {"error": {"message": "The model `acme-4` has been deprecated, learn more here", "code": "model_not_found"}},
     GONE),
    (400, {"error": {"message": "The model `acme-4` has been decommissioned and is no longer supported.",
                     "code": "model_decommissioned"}}, GONE),
    (400, {"error": {"code": "model_decommissioned"}}, GONE),
    (404, {"message": "This model version has reached the end of its life. Please refer to the documentation."}, GONE),
    (404, {"error": {"message": "This model models/acme-4 is no longer available. Please use a newer model."}}, GONE),
    (410, {"error": {"message": "The model version is retired and is no longer supported."}}, GONE),
    # it goes on for others, or the word is about something else
    (404, {"error": {"message": "This model models/acme-4 is no longer available to new users."}}, MISSING),
    (404, {"error": {"message": "The model acme-4 is no longer available in your region."}}, MISSING),
    (403, {"error": {"message": "The model acme-4 was removed from your plan"}}, UNCLEAR),
    (404, {"message": "This endpoint has been deprecated"}, MISSING),
    (410, {"message": "This endpoint was moved"}, UNCLEAR),
    (400, {"error": {"message": "model is required", "code": "invalid_request"}}, UNCLEAR),
    # nothing about the model
    (401, {"error": {"message": "Incorrect API key", "code": "invalid_api_key"}}, UNCLEAR),
    (403, {"error": {"message": "no access"}}, UNCLEAR),
    (429, {"error": {"message": "The model acme-4 has been retired"}}, UNCLEAR),
    (500, {}, UNCLEAR),
    (503, {"message": "the model is no longer available"}, UNCLEAR),
    (301, {}, UNCLEAR),
]  # fmt: skip


@pytest.mark.parametrize(("status", "answer", "said"), ANSWERS)
def test_what_is_said_of_a_model(status: int, answer: object, said: Confirmation) -> None:
    assert confirmation(status, json.dumps(answer).encode()) is said


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (404, b"", MISSING),
        (404, b"<html>gone: the model was removed</html>", MISSING),
        (200, b"<html>", UNCLEAR),
        (200, b"", UNCLEAR),
        (410, b"\xff", GONE),
        (404, b"[" * 100_000, MISSING),
    ],
)
def test_what_is_no_json_says_no_more_than_its_status(status: int, body: bytes, said: Confirmation) -> None:
    assert confirmation(status, body) is said


@given(st.integers(100, 599), st.binary(max_size=60) | st.text(max_size=60).map(lambda text: json.dumps(text).encode()))
def test_no_answer_makes_it_raise_and_only_an_object_confirms_a_model(status: int, body: bytes) -> None:
    assert confirmation(status, body) is not LISTED


class TestAddress:
    def source(self, pattern: str) -> Source:
        return replace(all_sources()["openai/models"], model_url=pattern)

    def test_an_id_is_one_segment_or_keeps_its_slashes(self) -> None:
        one, several = self.source("https://a.example/models/{id}"), self.source("https://a.example/{+id}/endpoints")
        assert model_address(one, "ft:acme/4:org::id") == "https://a.example/models/ft:acme%2F4:org::id"
        assert model_address(several, "acme/a:free") == "https://a.example/acme/a:free/endpoints"
        assert model_address(one, "a?b#c d") == "https://a.example/models/a%3Fb%23c%20d"

    @pytest.mark.parametrize("model_id", ["", "..", "a/../b", "/a", "a/", "./a", "a//b"])
    def test_no_id_leads_out_of_the_list(self, model_id: str) -> None:
        assert model_address(self.source("https://a.example/{+id}"), model_id) is None

    def test_where_nobody_says_how_nothing_is_asked(self) -> None:
        assert model_address(self.source(""), "a") is None

    def test_a_model_is_asked_for_where_its_list_is(self) -> None:
        patterns = {s.id: s for s in all_sources().values() if s.model_url}
        assert {"openai/models", "anthropic/models", "google/models", "bedrock/models"} <= patterns.keys()
        for source in patterns.values():
            assert source.is_list, source.id
            assert source.model_url.split("/")[:3] == source.url.split("/")[:3], source.id


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"error": {"message": "The model `a`\n has been  decommissioned"}}, "The model `a` has been decommissioned"),
        ({"error": {"code": "model_retired"}}, "model_retired"),
        ({}, "status 410"),
        ({"error": {"message": "x" * 5_000}}, "x" * 300),
    ],
)
def test_what_a_refusal_says_is_one_bounded_line(body: dict[str, object], said: str) -> None:
    assert sentence(410, json.dumps(body).encode()) == said
