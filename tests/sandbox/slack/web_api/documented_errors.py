"""The error codes that Slack documents for each Web API method that the sandbox serves, as a plain table.

A method's own codes come from its page, https://docs.slack.dev/reference/methods/<method>, section Errors. Codes that
every page lists are here once. They were read in November 2026 from a public copy of these pages,
github.com/smstoslack/slack_kit (priv/docs), and compared with an older one, github.com/slack-ruby/slack-api-ref. Where
the two differ, the newer one counts.
"""

_COMMON = """
    access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied
    enterprise_is_restricted fatal_error internal_error invalid_arg_name invalid_arguments
    invalid_array_arg invalid_auth invalid_charset invalid_form_data invalid_post_type method_deprecated
    missing_post_type missing_scope no_permission not_allowed_token_type not_authed org_login_required
    ratelimited request_timeout service_unavailable team_access_not_granted team_added_to_org
    token_expired token_revoked two_factor_setup_required
    """
COMMON = frozenset(_COMMON.split())
"""The codes on the page of every method."""

UNREADABLE = frozenset({"invalid_json", "json_not_object"})
"""The codes for a bad JSON body, in any method: github.com/slackapi/slack-api-specs, web-api/slack_web_openapi_v2.json.

Today's pages do not list them, but Slack still answers with them (github.com/abinoda/slack-action/issues/19).
"""

UNKNOWN_METHOD = "unknown_method"
"""The code for a method that does not exist: https://docs.slack.dev/reference/methods/functions.completeError."""

_VIEW = "duplicate_external_id view_too_large"
_TRIGGER = "exchanged_trigger_id expired_trigger_id invalid_trigger_id"
_MESSAGE = (
    "channel_not_found invalid_blocks invalid_blocks_format markdown_text_conflict message_limit_exceeded no_text"
)
_METADATA = "invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app metadata_too_large"
_HISTORY = "channel_not_found invalid_cursor invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest"

_OWN = {
    # Its page lists no code of its own: it answers the code it was called with, `my_error` in the example.
    "api.test": "my_error",
    "apps.connections.open": "forbidden_team insecure_request missing_args",
    "auth.test": "",
    # Not in those copies, read on its own page.
    "blocks.validate": "invalid_blocks invalid_message invalid_view",
    "chat.delete": "cant_delete_message channel_not_found message_not_found",
    "chat.getPermalink": "channel_not_found message_not_found",
    "chat.postEphemeral": f"""
        {_MESSAGE} cannot_reply_to_message invalid_attachments is_archived messages_tab_disabled msg_too_long
        not_in_channel restricted_action too_many_attachments user_not_in_channel
        """,
    "chat.postMessage": f"""
        {_MESSAGE} {_METADATA} app_access_restricted as_user_not_supported attachment_payload_limit_exceeded
        cannot_reply_to_message draft_already_deleted draft_already_sent draft_has_conflict draft_not_found
        duplicate_channel_not_found duplicate_message_not_found is_archived messages_tab_disabled missing_file_data
        msg_blocks_too_long not_in_channel rate_limited restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel
        send_on_behalf_not_allowed slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
        slack_connect_lists_sharing_blocked team_not_found too_many_attachments too_many_contact_cards
        """,
    "chat.update": f"""
        {_MESSAGE} {_METADATA} as_user_not_supported block_mismatch blocked_file_type cant_broadcast_message
        cant_update_message edit_window_closed external_channel_migrating file_deleted file_is_deleted file_not_found
        file_share_limit_reached invalid_attachments is_inactive max_file_sharing_exceeded message_not_found
        msg_too_long no_dual_broadcast_content_update posting_to_channel_denied slack_connect_blocked_file_type
        slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked
        slack_connect_file_upload_sharing_blocked streaming_state_conflict team_not_found too_many_attachments
        unable_to_share_files update_failed
        """,
    "conversations.history": f"{_HISTORY} channel_is_limited_access not_in_channel",
    "conversations.info": "channel_is_limited_access channel_not_found",
    "conversations.list": """
        invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type missing_argument
        """,
    "conversations.members": """
        channel_not_found fetch_members_failed invalid_cursor invalid_limit method_not_supported_for_channel_type
        """,
    "conversations.open": """
        channel_not_found invalid_user_combination method_not_supported_for_channel_type not_enough_users
        too_many_users user_disabled user_not_found user_not_visible users_list_not_supplied
        """,
    "conversations.replies": f"""
        {_HISTORY} list_record_comment_fetch_failed method_not_supported_for_channel_type thread_not_found
        """,
    "team.info": """
        enterprise_not_found fail_to_get_teams_for_restricted_user missing_user org_not_found team_not_found
        team_not_on_enterprise user_not_found
        """,
    "usergroups.list": "invalid_cursor invalid_team missing_argument plan_upgrade_required users_not_found",
    "usergroups.users.list": "invalid_cursor no_such_subteam plan_upgrade_required",
    "users.info": "too_many_users user_not_found user_not_visible",
    "users.list": "invalid_cursor limit_required missing_argument",
    "views.open": f"{_VIEW} {_TRIGGER}",
    "views.publish": f"{_VIEW} hash_conflict missing_profile_id not_enabled not_implemented",
    "views.push": f"{_VIEW} {_TRIGGER} not_found push_limit_reached",
    "views.update": f"{_VIEW} hash_conflict not_found",
}

DOCUMENTED = {method: COMMON | UNREADABLE | frozenset(own.split()) for method, own in _OWN.items()}
"""Every code that Slack documents for a method."""
