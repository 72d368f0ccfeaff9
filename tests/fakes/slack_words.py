"""The error words that Slack documents for each method that is used, beside those that all methods have.

Each list was held, word by word, against a copy of its page of 2026 on docs.slack.dev: the sections "Errors" of
chat.postMessage, chat.update, conversations.history, conversations.replies (2026-09-15) and conversations.list; and
"Sending messages using incoming webhooks", section "Handling errors". Of apps.connections.open, the words of its own
are those that another library has taken from its page (slack_kit, undated); whether it has all of COMMON was not
checked. What Slack answers at the address where a person is answered is documented nowhere, so there is no list of it.
"""

from __future__ import annotations

# Every method of the Web API may answer these.
COMMON = """
access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied enterprise_is_restricted fatal_error
internal_error invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_charset invalid_form_data
invalid_post_type method_deprecated missing_post_type missing_scope no_permission not_allowed_token_type not_authed
org_login_required ratelimited request_timeout service_unavailable team_access_not_granted team_added_to_org
token_expired token_revoked two_factor_setup_required
""".split()
WRITING = """
as_user_not_supported channel_not_found invalid_blocks invalid_blocks_format invalid_metadata_format
invalid_metadata_schema markdown_text_conflict message_limit_exceeded metadata_must_be_sent_from_app metadata_too_large
no_text slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked team_not_found too_many_attachments
""".split()
READING = """
channel_not_found invalid_cursor invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest
""".split()
METHODS = {
    "chat.postMessage": [
        *COMMON, *WRITING, *"""
        attachment_payload_limit_exceeded cannot_reply_to_message draft_already_deleted draft_already_sent
        draft_has_conflict draft_not_found duplicate_channel_not_found duplicate_message_not_found is_archived
        messages_tab_disabled missing_file_data msg_blocks_too_long not_in_channel rate_limited restricted_action
        restricted_action_non_threadable_channel restricted_action_read_only_channel restricted_action_thread_locked
        restricted_action_thread_only_channel slack_connect_lists_sharing_blocked too_many_contact_cards
        """.split(),
    ],
    "chat.update": [
        *COMMON, *WRITING, *"""
        block_mismatch blocked_file_type cant_broadcast_message cant_update_message edit_window_closed
        external_channel_migrating file_deleted file_is_deleted file_not_found file_share_limit_reached
        invalid_attachments is_inactive max_file_sharing_exceeded message_not_found msg_too_long
        no_dual_broadcast_content_update posting_to_channel_denied slack_connect_blocked_file_type
        slack_connect_clip_sharing_blocked slack_connect_file_upload_sharing_blocked streaming_state_conflict
        unable_to_share_files update_failed
        """.split(),
    ],
    "conversations.history": [*COMMON, *READING, "channel_is_limited_access", "not_in_channel"],
    "conversations.replies": [
        *COMMON, *READING, "list_record_comment_fetch_failed", "method_not_supported_for_channel_type",
        "thread_not_found",
    ],
    "conversations.list": [
        *COMMON, *"""
        invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type missing_argument
        """.split(),
    ],
    "apps.connections.open": [*COMMON, "forbidden_team", "insecure_request", "missing_args"],
}  # fmt: skip
WEBHOOKS = """
action_prohibited channel_is_archived channel_not_found invalid_payload invalid_token no_active_hooks no_service
no_service_id no_team no_text posting_to_general_channel_denied team_disabled too_many_attachments user_not_found
""".split()
EVERY = sorted({*WEBHOOKS, *(word for words in METHODS.values() for word in words)})
