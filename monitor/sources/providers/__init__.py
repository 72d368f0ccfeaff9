"""One module per provider, each with a tuple `SOURCES`; `registry` finds them here."""
