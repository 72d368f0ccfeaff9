"""Layouts that some providers have and most do not: rows that are read as other rows, and pages that are no tables."""
