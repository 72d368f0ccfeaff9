"""The rules, pure: no clock, no network, no database, nothing beyond the standard library."""
