"""E-mail: a notice or a digest as HTML and text, and sending it over SMTP."""
