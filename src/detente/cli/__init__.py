"""Talks to people, one module a command; nothing is worked out here, nothing heavy imported before a command runs."""
