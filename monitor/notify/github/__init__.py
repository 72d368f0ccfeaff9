"""One issue a model and repository on GitHub."""
