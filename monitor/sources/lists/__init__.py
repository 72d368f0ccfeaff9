"""Model lists: JSON answers of endpoints, read as data."""
