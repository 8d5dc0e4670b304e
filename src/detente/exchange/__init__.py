"""What goes out to other programs and comes back: each format one module, a writer and, where it can carry one, a reader."""

from detente.exchange.atom import write_atom
from detente.exchange.holdings import Holdings
from detente.exchange.imported import Imported
from detente.exchange.json_lines import read_jsonl, write_jsonl
from detente.exchange.parquet import read_statements, write_statements
from detente.exchange.plover import read_plover, write_plover
from detente.exchange.prov import write_prov
from detente.exchange.statement_rows import BOM, read_csv, write_csv
from detente.exchange.web_annotation import read_annotations, write_annotations

__all__ = [
    "BOM",
    "Holdings",
    "Imported",
    "read_annotations",
    "read_csv",
    "read_jsonl",
    "read_plover",
    "read_statements",
    "write_annotations",
    "write_atom",
    "write_csv",
    "write_jsonl",
    "write_plover",
    "write_prov",
    "write_statements",
]
