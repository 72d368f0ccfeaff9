"""The record: the only room that knows the database. Functions take the caller's session and never commit."""
