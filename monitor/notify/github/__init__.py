"""One issue on GitHub for each model of a project, in its repository."""
