"""Model Deprecation Monitor: what providers retire, who still pins it, and what to use instead."""

__version__ = "0.1.0"
