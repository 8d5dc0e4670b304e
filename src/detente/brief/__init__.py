"""Findings in words: one brief, and the forms in which it is shown."""
