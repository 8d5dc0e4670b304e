"""What lasts: every reading of a negotiation in one file that only grows."""

from detente.ledger.chain import Verification
from detente.ledger.ledger import Ledger

__all__ = ["Ledger", "Verification"]
