"""A result written down: one document, a few tables, and a writer per format."""
