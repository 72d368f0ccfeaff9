"""Microsoft Teams, through the webhook of a workflow."""
