"""Agreements and undertakings that the reports name, and how far each has come."""

from detente.analyses.commitments.find import find_commitments

__all__ = ["find_commitments"]
