"""Files, addresses, pages and records to clean text with offsets that never move."""

from detente.documents.dedupe import find_near_duplicates
from detente.documents.load import Loaded, load_documents

__all__ = ["Loaded", "find_near_duplicates", "load_documents"]
