"""Bytes of a provider's page or model list -> facts with evidence. No network, no database, no clock."""
