"""Slack's error words -> what they mean for a delivery: is it worth trying again, may it have arrived, what to do.

Sources: docs.slack.dev, the pages of the methods that `tests/fakes/slack_words.py` lists, and "Sending messages using
incoming webhooks" (section "Handling errors"). A word that is in no list is tried again: a lost alert is worse than a
late one.
"""

from __future__ import annotations

import re

from monitor.errors import DeliveryError, Fault

TOKEN = "check the bot token, and install the app in the workspace again"  # noqa: S105 words, no token
SCOPE = "give the app the scope that it lacks, and install it again"
DENIED = "let the app into the channel, and see that it has the scopes it needs"
INVITE = "invite the app to the channel, or give it the scope chat:write.public"
CHANNEL = "set a channel that exists and is not archived"
ADMIN = "ask a Slack administrator to allow the app to post there"
WEBHOOK = "make a new incoming webhook and configure its address"
MESSAGE = "Slack refuses what was made of this notice: please report it"
NETWORK = "allow this machine's network in the app's settings"

PERMANENT = {
    **dict.fromkeys(
        ("not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type",
         "two_factor_setup_required", "enterprise_is_restricted", "team_access_not_granted", "app_access_restricted",
         "metadata_must_be_sent_from_app", "as_user_not_supported", "forbidden_team", "missing_args"),
        TOKEN,
    ),
    "missing_scope": SCOPE,
    **dict.fromkeys(("no_permission", "access_denied", "channel_is_limited_access"), DENIED),
    **dict.fromkeys(("channel_not_found", "is_archived", "channel_is_archived", "team_not_found", "user_not_found",
                     "messages_tab_disabled"), CHANNEL),
    **dict.fromkeys(
        ("restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
         "restricted_action_non_threadable_channel", "restricted_action_thread_locked", "ekm_access_denied",
         "posting_to_general_channel_denied", "action_prohibited", "slack_connect_file_link_sharing_blocked",
         "slack_connect_canvas_sharing_blocked", "slack_connect_lists_sharing_blocked",
         "slack_connect_blocked_file_type", "slack_connect_clip_sharing_blocked",
         "slack_connect_file_upload_sharing_blocked", "posting_to_channel_denied"),
        ADMIN,
    ),
    **dict.fromkeys(
        ("no_service", "no_service_id", "no_active_hooks", "invalid_token", "no_team", "team_disabled"), WEBHOOK
    ),
    **dict.fromkeys(
        ("invalid_blocks", "invalid_blocks_format", "invalid_payload", "msg_too_long", "msg_blocks_too_long", "no_text",
         "metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema", "markdown_text_conflict",
         "too_many_attachments", "too_many_contact_cards", "attachment_payload_limit_exceeded", "invalid_arguments",
         "invalid_arg_name", "invalid_array_arg", "invalid_charset", "invalid_form_data", "invalid_json",
         "invalid_post_type", "missing_post_type", "json_not_object", "cannot_reply_to_message", "missing_file_data",
         "method_deprecated", "deprecated_endpoint", "unknown_method", "message_not_found", "cant_update_message",
         "edit_window_closed", "is_inactive", "block_mismatch", "cant_broadcast_message", "thread_not_found",
         "no_dual_broadcast_content_update", "invalid_cursor", "invalid_limit", "invalid_types", "invalid_ts_latest",
         "invalid_ts_oldest", "invalid_metadata_filter_keys", "method_not_supported_for_channel_type",
         "draft_already_deleted", "draft_already_sent", "draft_has_conflict", "draft_not_found",
         "duplicate_channel_not_found", "duplicate_message_not_found", "invalid_attachments", "blocked_file_type",
         "file_deleted", "file_is_deleted", "file_not_found", "file_share_limit_reached", "max_file_sharing_exceeded",
         "unable_to_share_files", "missing_argument", "insecure_request"),
        MESSAGE,
    ),
    "not_in_channel": INVITE,
    "accesslimited": NETWORK,
}  # fmt: skip
# Whose fault it is, by what is to be done: which other messages Slack will refuse too.
AT_FAULT = {
    TOKEN: Fault.CHANNEL, SCOPE: Fault.CHANNEL, NETWORK: Fault.CHANNEL, WEBHOOK: Fault.CHANNEL,
    CHANNEL: Fault.RECIPIENT, INVITE: Fault.RECIPIENT, ADMIN: Fault.RECIPIENT, DENIED: Fault.RECIPIENT,
    MESSAGE: Fault.MESSAGE,
}  # fmt: skip
PASSING = {
    "ratelimited", "rate_limited", "message_limit_exceeded", "service_unavailable", "request_timeout",
    "team_added_to_org", "org_login_required", "rollup_error", "external_channel_migrating", "update_failed",
    "streaming_state_conflict", "list_record_comment_fetch_failed",
}  # fmt: skip
# "It's possible some aspect of the operation succeeded before the error was raised."
AMBIGUOUS = {"internal_error", "fatal_error"}

WORD = re.compile(r"[a-z][a-z0-9_]{1,60}", re.ASCII)
TOO_MANY, NOT_FOUND, GONE = 429, 404, 410
# Answers of a gateway, or of nobody we know (a sign-in page): the request may have got past it.
IN_BETWEEN = {200, 502, 504}
LONGEST_WAIT = 24 * 3600


def refusal(doing: str, status: int, word: object, retry_after: str | None) -> DeliveryError:
    """The error for an answer of Slack that is no success: HTTP status, error word if any, Retry-After if any."""
    known = word if isinstance(word, str) and WORD.fullmatch(word) else None
    said = f"{doing}: Slack answered {known or f'HTTP {status}'}"
    if status == TOO_MANY:
        return DeliveryError(said, retry_after=seconds(retry_after))
    if known in PERMANENT:
        hint = PERMANENT[known]
        return DeliveryError(said, hint=hint, permanent=True, at_fault=AT_FAULT[hint])
    if known in AMBIGUOUS:
        return DeliveryError(said, ambiguous=True)
    if known:
        return DeliveryError(said, retry_after=seconds(retry_after))
    if status in {NOT_FOUND, GONE}:
        hint = "check the address that is configured for Slack"
        return DeliveryError(said, hint=hint, permanent=True, at_fault=Fault.CHANNEL)
    return DeliveryError(said, ambiguous=status in IN_BETWEEN, retry_after=seconds(retry_after))


def seconds(retry_after: str | None) -> float | None:
    """The seconds of a Retry-After header (Slack sends whole seconds); None where it is absent or unreadable."""
    if retry_after is None or not retry_after.strip().isdecimal():
        return None
    return float(min(int(retry_after), LONGEST_WAIT))
