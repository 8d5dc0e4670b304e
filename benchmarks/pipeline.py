"""Speed, start-up, memory and growth of the whole pipeline."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
CITRON_WORDS_PER_SECOND = 947
"""BBC Citron on 84 news texts, two cores; attribution only."""

_CHILD = """
import json, resource, sys, time
from pathlib import Path
from detente import pipeline
from detente.brief.html import render_html
from detente.documents import load_documents
from detente.statements.extract import read_documents
from detente.statements.readers.trained import shipped_reader
paths = sys.argv[1:]
words = sum(len(Path(p).read_text(encoding="utf-8").split()) for p in paths)
shipped_reader()
read_documents(load_documents(paths[:1]).documents)
began = time.perf_counter()
documents = load_documents(paths).documents
readings = read_documents(documents)
read = time.perf_counter() - began
brief = pipeline.compose(pipeline.find(readings))
html = render_html(brief)
whole = time.perf_counter() - began
print(json.dumps({"words": words, "read_s": read, "whole_s": whole, "html_mb": len(html) / 1e6,
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def measure(paths: list[str]) -> dict[str, float]:
    out = subprocess.run([sys.executable, "-c", _CHILD, *paths], capture_output=True, text=True, check=True)
    return dict(json.loads(out.stdout.splitlines()[-1]))


def cold_start(path: Path) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "detente", "brief", str(path)], capture_output=True, check=True)
    return time.perf_counter() - began


def long_report(words: int, folder: Path) -> Path:
    """The example texts over and over, each copy's paragraphs as they are."""
    body = [p.read_text(encoding="utf-8") for p in sorted(EXAMPLES.glob("*.txt"))]
    parts: list[str] = []
    count = 0
    while count < words:
        parts.append(body[len(parts) % len(body)])
        count += len(parts[-1].split())
    path = folder / f"report-{words}.txt"
    path.write_text("\n\n".join(parts), encoding="utf-8")
    return path


def main() -> None:
    texts = [str(p) for p in sys.argv[1:]] or [str(p) for p in sorted(EXAMPLES.glob("*.txt"))]
    each = [measure([t]) for t in texts]
    words, read, whole = (sum(m[k] for m in each) for k in ("words", "read_s", "whole_s"))
    print(f"texts                {len(texts)}, {words:.0f} words")
    print(f"reading              {words / read:,.0f} words/s")
    times = words / whole / CITRON_WORDS_PER_SECOND
    print(f"whole pipeline       {words / whole:,.0f} words/s  ({times:.1f} x Citron's {CITRON_WORDS_PER_SECOND})")
    starts = sorted(cold_start(EXAMPLES / "ukraine-talks-2025.txt") for _ in range(5))
    print(f"cold detente brief   {starts[2]:.2f} s (median of 5; {starts[0]:.2f} to {starts[-1]:.2f})")
    with tempfile.TemporaryDirectory() as folder:
        for size in (12_500, 25_000, 50_000, 100_000):
            m = measure([str(long_report(size, Path(folder)))])
            print(
                f"report of {m['words']:>9,.0f} words: {m['whole_s']:6.1f} s, "
                f"{m['words'] / m['whole_s']:,.0f} words/s, "
                f"peak {m['peak_mb']:.0f} MB, page {m['html_mb']:.1f} MB"
            )


if __name__ == "__main__":
    main()
