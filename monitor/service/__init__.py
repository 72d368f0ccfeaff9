"""The use cases: the only room where the edges meet."""
