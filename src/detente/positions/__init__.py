"""From statements to the table: who wants what, since when, and where one party does not speak with one voice."""

from detente.positions.divisions import find_division, find_reversal
from detente.positions.fold import carriers, fold_positions
from detente.positions.timeline import order_readings

__all__ = ["carriers", "find_division", "find_reversal", "fold_positions", "order_readings"]
