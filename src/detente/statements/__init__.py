"""Statements: from a sentence to who said what on which issue."""
