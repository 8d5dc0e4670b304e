"""How right a reader is on texts that somebody has annotated by hand: counts, figures, and where it went wrong."""

from detente.evaluation.evaluation import DocumentResult, Evaluation, evaluate
from detente.evaluation.record import evaluation_record

__all__ = ["DocumentResult", "Evaluation", "evaluate", "evaluation_record"]
