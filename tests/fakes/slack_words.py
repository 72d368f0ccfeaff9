"""The error words that Slack documents for each method that is used, beside those that all methods have.

Source: docs.slack.dev, the section "Errors" of each method, "Sending messages using incoming webhooks", section
"Handling errors", and "Rate limits", as of 2026.
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
as_user_not_supported attachment_payload_limit_exceeded channel_not_found invalid_blocks invalid_blocks_format
invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app metadata_too_large msg_blocks_too_long
msg_too_long no_text not_in_channel rate_limited slack_connect_canvas_sharing_blocked
slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked team_not_found too_many_attachments
""".split()
METHODS = {
    "chat.postMessage": [
        *COMMON, *WRITING, *"""
        cannot_reply_to_message is_archived markdown_text_conflict message_limit_exceeded messages_tab_disabled
        missing_file_data restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel
        too_many_contact_cards
        """.split(),
    ],
    "chat.update": [
        *COMMON, *WRITING, *"""
        block_mismatch cant_broadcast_message cant_update_message edit_window_closed external_channel_migrating
        is_inactive message_not_found no_dual_broadcast_content_update update_failed
        """.split(),
    ],
    "conversations.history": [
        *COMMON, *"""
        channel_not_found invalid_cursor invalid_metadata_keys invalid_ts_latest invalid_ts_oldest not_in_channel
        """.split(),
    ],
    "conversations.replies": [
        *COMMON, *"""
        channel_not_found invalid_cursor invalid_metadata_keys invalid_ts_latest invalid_ts_oldest thread_not_found
        """.split(),
    ],
    "conversations.list": [
        *COMMON, *"invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type".split(),
    ],
}  # fmt: skip
WEBHOOKS = """
invalid_payload user_not_found channel_not_found channel_is_archived action_prohibited
posting_to_general_channel_denied too_many_attachments no_service no_service_id no_team team_disabled invalid_token
no_active_hooks no_text rollup_error
""".split()
EVERY = sorted({*WEBHOOKS, *(word for words in METHODS.values() for word in words)})
