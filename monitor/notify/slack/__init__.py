"""Slack: a notice as blocks, and posting it by bot token or incoming webhook."""
