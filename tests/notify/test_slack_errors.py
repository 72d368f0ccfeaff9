"""Slack's error words, each with its verdict."""

from __future__ import annotations

import pytest

from monitor.notify.slack.errors import AMBIGUOUS, PASSING, PERMANENT, refusal, seconds

# docs.slack.dev, "chat.postMessage", section "Errors", as of 2026
DOCUMENTED = """
access_denied accesslimited account_inactive as_user_not_supported attachment_payload_limit_exceeded
cannot_reply_to_message channel_not_found deprecated_endpoint ekm_access_denied enterprise_is_restricted fatal_error
internal_error invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_blocks invalid_blocks_format
invalid_charset invalid_form_data invalid_metadata_format invalid_metadata_schema invalid_post_type is_archived
markdown_text_conflict message_limit_exceeded messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large
method_deprecated missing_file_data missing_post_type missing_scope msg_blocks_too_long msg_too_long no_permission
no_text not_allowed_token_type not_authed not_in_channel org_login_required rate_limited ratelimited request_timeout
restricted_action restricted_action_non_threadable_channel restricted_action_read_only_channel
restricted_action_thread_locked restricted_action_thread_only_channel service_unavailable
slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked
team_access_not_granted team_added_to_org team_not_found token_expired token_revoked too_many_attachments
too_many_contact_cards two_factor_setup_required
""".split()
# docs.slack.dev, "Sending messages using incoming webhooks", section "Handling errors"
WEBHOOKS = """
invalid_payload user_not_found channel_not_found channel_is_archived action_prohibited
posting_to_general_channel_denied too_many_attachments no_service no_service_id no_team team_disabled invalid_token
no_active_hooks no_text rollup_error
""".split()


@pytest.mark.parametrize("word", sorted({*DOCUMENTED, *WEBHOOKS}))
def test_every_documented_word_is_in_one_list(word: str) -> None:
    assert [word in PERMANENT, word in PASSING, word in AMBIGUOUS].count(True) == 1


@pytest.mark.parametrize("word", sorted(PERMANENT))
def test_what_is_permanent_says_what_to_do(word: str) -> None:
    error = refusal("posting", 200, word, None)

    assert (error.permanent, error.ambiguous, error.retry_after) == (True, False, None)
    assert error.hint


@pytest.mark.parametrize("word", sorted(PASSING))
def test_what_passes_is_tried_again(word: str) -> None:
    error = refusal("posting", 200, word, "3")

    assert (error.permanent, error.ambiguous, error.retry_after) == (False, False, 3.0)


@pytest.mark.parametrize("word", [None, 7, "", "<script>", "Received a response in a non-JSON format", "x" * 100])
def test_what_is_no_word_is_not_repeated(word: object) -> None:
    assert str(refusal("posting", 403, word, None)) == "posting: Slack answered HTTP 403"


@pytest.mark.parametrize(
    ("header", "expected"),
    [("30", 30.0), (" 1 ", 1.0), ("0", 0.0), (None, None), ("", None), ("soon", None), ("-5", None), ("1e9", None),
     ("nan", None), ("99999999", 86_400.0)],
)  # fmt: skip
def test_a_retry_after_is_whole_seconds_up_to_a_day(header: str | None, expected: float | None) -> None:
    assert seconds(header) == expected
