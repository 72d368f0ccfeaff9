"""Sentences that state a lifecycle, and the lists below them: what a page says outside its tables."""
