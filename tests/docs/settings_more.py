"""What the page of settings adds to the code: in which table a setting stands, and where more is said about it."""

OTHERS = "Others"

GROUPS = {
    "Slack": ["slack_bot_token", "slack_signing_secret", "slack_app_token", "slack_api_url"],
    "Vitable": [
        "vitable_connect_api_key",
        "vitable_connect_environment",
        "vitable_connect_base_url",
        "vitable_connect_contract",
        "vitable_connect_organization",
        "vitable_webhook_secret",
        "vitable_connect_timeout",
        "vitable_max_concurrent",
        "readback_settle",
        "reissue_paused",
    ],
    "Who requests and decides": [
        "approvals_channel",
        "approvers",
        "requesters",
        "routes_file",
        "approvals_required",
        "second_approval_when",
        "evidence",
        "record_events",
    ],
    "Deadlines": ["request_ttl_days", "expire_at_window_end", "escalation_approvers", "escalate_days_before"],
    "What is shown and kept": ["card_detail", "rule_hints", "retention_days", "audit_key", "audit_keys_old"],
    "The process": ["database_url", "database_schema", "host", "port", "metrics_port", "log_level", "log_format"],
}

MORE = {
    "slack_bot_token": "How to replace it: [rotate the Slack token](../how-to/rotate-slack-token.md).",
    "slack_signing_secret": "How to replace it: [rotate the signing secret](../how-to/rotate-signing-secret.md).",
    "slack_app_token": "Only `python -m bot socket` needs it.",
    "slack_api_url": "Another one is for the sandbox.",
    "vitable_connect_api_key": "How to replace it: [rotate the Vitable key](../how-to/rotate-vitable-key.md).",
    "vitable_connect_contract": "[Which key speaks what](../connect.md#which-contract).",
    "vitable_connect_organization": "`doctor` lists the ids.",
    "vitable_webhook_secret": "`web` takes them at `/vitable/webhooks`: [webhooks](../connect.md#webhooks).",
    "vitable_max_concurrent": "Across all processes.",
    "readback_settle": "At least twice `VITABLE_CONNECT_TIMEOUT`.",
    "reissue_paused": "[The brake](../operate.md#the-brake).",
    "approvers": "[Add an approver](../how-to/add-an-approver.md).",
    "routes_file": "[Several employers](../routes.md).",
    "evidence": "[The document of the event](../screens.md#the-document-of-the-event).",
    "record_events": "[Recording a life event](../screens.md#recording-a-life-event).",
    "request_ttl_days": "[Deadlines](../deadlines.md).",
    "escalation_approvers": "They need to be in the approvals channel to see the request.",
    "card_detail": "So they do in any case in a channel that is public or shared, or "
    "[becomes so](../privacy.md#when-the-channel-opens); *Approve…* shows the facts first there.",
    "rule_hints": "[Hints about the rules](../screens.md#hints-about-the-rules).",
    "retention_days": "[How long](../privacy.md#how-long).",
    "audit_key": "Another key cannot verify what this one wrote: [the audit](../audit.md).",
    "audit_keys_old": "[Rotate the audit key](../how-to/rotate-audit-key.md).",
    "database_url": "With `sqlite` one process is everything; with PostgreSQL there may be any number.",
    "database_schema": "Without it PostgreSQL's `public`; `migrate` makes it.",
    "host": "0.0.0.0 for all addresses, as in a container: [where it listens](../network.md#where-it-listens).",
    "metrics_port": "[`/livez` is on both](../monitor.md#health).",
    "log_format": "`json` is for machines: [log events](log-events.md).",
}
