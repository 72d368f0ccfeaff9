"""Changelogs: pages of dated updates, of which few speak of the end of a model."""
