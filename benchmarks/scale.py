"""How reading many reports grows with cores, what a cheap look saves, and how large shards are.

python benchmarks/scale.py prefilter CORPUS          # recall and drop rate of each rule, and what the look costs
python benchmarks/scale.py workers CORPUS            # 2,000 reports made of the corpus, one worker against two
python benchmarks/scale.py shards CORPUS             # bytes and seconds a report

CORPUS is a folder with ``texts/*.txt``. Reports are made of them with other days, other figures and other names in place of
those that the gazetteer does not know, so that none is taken for a copy of another. Processes of this benchmark multiply
matrices on one core, as ``detente add`` does: set OPENBLAS_NUM_THREADS=1.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path

from detente.codebook.agenda import Agenda, AgendaIssue, AgendaParty
from detente.codebook.gazetteer import load_gazetteer
from detente.documents import load_documents
from detente.ledger import Ledger
from detente.model import Document, IssueId, PartyId, Span
from detente.pipeline.adding import add_reports
from detente.pipeline.scale.engine import Serial
from detente.pipeline.scale.sharding import make_shards
from detente.pipeline.scale.stages import open_reader
from detente.statements.extract import read_documents
from detente.statements.prefilter import Prefilter, Rule


@dataclass(frozen=True, slots=True)
class Story:
    """Reports on one negotiation, by the beginnings of their names, and an agenda that an analyst might begin with."""

    reports: str
    parties: dict[str, str]
    issues: dict[str, str]


STORIES = {
    "Iran's nuclear programme, 2013-15": Story(
        "iran-deal-* iran-sanctions-* iran-senators-* iran-talks-* netanyahu-* obama-iran-*"
        " rouhani-* wn-iran-deal-* kerry-iran-*",
        {"Iran": "Tehran, Rouhani, Zarif", "United States": "Washington, White House, Obama, Kerry, Congress"},
        {"Sanctions relief": "sanctions", "Uranium enrichment": "enrichment, uranium, nuclear", "Inspections": "inspect"},
    ),
    "US-China tariffs, 2018-19": Story(
        "china-*2018* china-*2019* g20-trade-*2018* g20-trade-*2019* osaka-* phase-one-* trump-xi-*"
        " us-china-*2018* us-china-*2019* kudlow-*",
        {"China": "Beijing, Xi Jinping, Liu He", "United States": "Washington, White House, Trump, Lighthizer, Mnuchin"},
        {"Tariffs": "tariff", "Farm purchases": "soybean, agricultur, farm", "Technology": "Huawei, intellectual property"},
    ),
    "North Korea, 2017-19": Story(
        "kim-* koreas-* moon-* nkorea-* north-korea-* pompeo-pyongyang-* pompeo-secret-* singapore-* trump-kim-* warmbier-*",
        {
            "North Korea": "Pyongyang, Kim Jong Un",
            "South Korea": "Seoul, Moon Jae-in",
            "United States": "Washington, Trump, Pompeo",
        },
        {"Denuclearisation": "denucleari, nuclear", "Military drills": "exercise, drill", "Sanctions": "sanctions"},
    ),
    "Gaza, 2012-14": Story(
        "gaza-* hamas-* kerry-gaza-* egypt-morsi-*",
        {"Israel": "Netanyahu, Jerusalem", "Hamas": "", "Egypt": "Cairo"},
        {"Truce": "truce, cease-fire, ceasefire", "Blockade": "blockade, crossing"},
    ),
    "Ukraine, 2014-15": Story(
        "ukraine-* putin-* obama-putin-* debaltseve-*",
        {"Russia": "Moscow, Kremlin, Putin", "Ukraine": "Kiev, Kyiv, Poroshenko", "Separatists": "rebels, separatist"},
        {"Ceasefire": "ceasefire, cease-fire, truce", "Sanctions": "sanctions", "Withdrawal": "withdraw, weapons"},
    ),
    "Taliban, 2019-20": Story(
        "taliban-* pompeo-taliban-*",
        {"Taliban": "", "United States": "Washington, Trump, Khalilzad, Pompeo", "Afghan government": "Ghani, Kabul"},
        {"Troop withdrawal": "withdraw, troops", "Ceasefire": "ceasefire, cease-fire, violence"},
    ),
    "Rubber agreement, 1987": Story(
        "rubber-* malaysia-rubber-*",
        {"Producers": "producing countries, Malaysia, Indonesia, Thailand", "Consumers": "consuming countries, United States"},
        {"Buffer stock": "buffer stock", "Reference price": "price"},
    ),
    "Microchips, 1987": Story(
        "chip-* bywater-*",
        {"Japan": "Tokyo, MITI, Nakasone", "United States": "Washington, Reagan, Yeutter"},
        {"Dumping": "dumping", "Market access": "market", "Sanctions": "sanctions, tariffs, retaliat"},
    ),
    "Shutdown, 2013": Story(
        "shutdown-*2013* obama-shutdown-* boehner-debt-*",
        {"Republicans": "GOP, House Republicans, Boehner, Cruz", "Democrats": "Senate Democrats, Obama, White House, Reid"},
        {"Health care law": "Obamacare, health care, health-care", "Debt limit": "debt limit, debt ceiling, borrowing"},
    ),
    "NAFTA and USMCA, 2017-19": Story(
        "nafta-* usmca-*",
        {"United States": "Washington, Trump, Lighthizer", "Mexico": "Guajardo", "Canada": "Ottawa, Trudeau, Freeland"},
        {"Dairy": "dairy", "Cars": "auto, cars", "Labour": "labor, wages", "Ratification": "ratif, Congress, vote"},
    ),
}  # fmt: skip


def agenda_of(story: Story) -> Agenda:
    """The agenda of a story; an issue's words are also found at the beginning of longer ones, as when statements are placed."""

    def listed(words: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in words.split(",") if word.strip())

    def key(name: str) -> str:
        return name.lower().replace(" ", "-")

    return Agenda(
        parties=tuple(
            AgendaParty(id=PartyId(key(name)), name=name, aliases=listed(aliases))
            for name, aliases in story.parties.items()
        ),
        issues=tuple(
            AgendaIssue(id=IssueId(key(name)), name=name, keywords=listed(words))
            for name, words in story.issues.items()
        ),
    )


LEADS = (40, 80, 150)
"""Words to which reports are cut, as a wire brief has them."""


def shorten(document: Document, words: int) -> Document:
    """Its headline and the first words of its body."""
    body = document.text[document.body.start :]
    cut = [match.end() for match in re.finditer(r"\S+", body)][:words]
    text = document.text[: document.body.start + cut[-1]]
    return replace(document, text=text, body=replace(document.body, end=len(text)))


def load_corpus(folder: Path) -> tuple[Document, ...]:
    return load_documents([str(path) for path in sorted((folder / "texts").glob("*.txt"))]).documents


def measure_prefilter(folder: Path) -> None:
    """Recall and drop rate of each rule on each story, and what the look costs beside reading."""
    documents = load_corpus(folder)
    sums: dict[Rule, list[tuple[int, ...]]] = {rule: [] for rule in Rule}
    look_seconds = 0.0
    for title, story in STORIES.items():
        agenda = agenda_of(story)
        own = [d for d in documents if any(fnmatch(d.name, pattern) for pattern in story.reports.split())]
        others = [d for d in documents if d not in own]
        stated = {
            d.id: len(
                [
                    s
                    for s in read_documents([d], agenda=agenda)[0].statements
                    if s.party in {p.id for p in agenda.parties}
                ]
            )
            for d in own
        }
        for rule in Rule:
            filter_ = Prefilter(agenda, rule=rule)
            began = time.perf_counter()
            kept = {d.id for d in documents if filter_.concerns(d)}
            look_seconds += time.perf_counter() - began
            found = [d for d in own if d.id in kept]
            sums[rule].append(
                (
                    len(found), len(own), sum(d.id not in kept for d in others), len(others),
                    sum(stated[d.id] for d in found), sum(stated.values()),
                    *(sum(filter_.concerns(shorten(d, words)) for d in own) for words in LEADS),
                )
            )  # fmt: skip
            a, b, c, d_, e, f, *_ = sums[rule][-1]
            missed = ", ".join(d.name for d in own if d.id not in kept)
            print(
                f"{title:36}{rule:18} kept {a:3}/{b:3}  statements {e:5}/{f:5}  dropped {c:3}/{d_:3} {c / d_:4.0%}  {missed}",
                flush=True,
            )
    print()
    for rule, rows in sums.items():
        a, b, c, d_, e, f, *leads = (sum(column) for column in zip(*rows, strict=True))
        print(
            f"{rule:18} reports {a}/{b} {a / b:.3f}   statements {e}/{f} {e / f:.4f}   dropped of other stories {c / d_:.1%}"
        )
        print(
            " " * 18,
            *(f"only the first {n} words of each: {lead / b:.3f}" for n, lead in zip(LEADS, leads, strict=True)),
        )
    looks = len(documents) * len(STORIES) * len(Rule)
    words = sum(len(d.text.split()) for d in documents)
    reader = open_reader(1)
    began = time.perf_counter()
    from detente.statements.halves import read_half

    for document in documents[:40]:
        read_half(document, reader)
    reading = (time.perf_counter() - began) / sum(len(d.text.split()) for d in documents[:40])
    look = look_seconds / looks * len(documents) / words
    print(
        f"the look: {1e3 * look_seconds / looks:.3f} ms a report, {1 / look:,.0f} words/s;"
        f" reading: {1 / reading:,.0f} words/s a core"
    )
    for rule, rows in sums.items():
        share = sum(r[2] for r in rows) / sum(r[3] for r in rows)
        faster = reading / (look + (1 - share) * reading)
        print(f"  {rule:18} an archive like these other stories is done {faster:.1f} times as fast")


def measure_statements(folder: Path, titles: Sequence[str]) -> None:
    """Of all statements of an agenda's parties on its issues, in whatever report, how many each rule keeps."""
    documents = load_corpus(folder)
    for title in titles:
        agenda = agenda_of(STORIES[title])
        parties, issues = {p.id for p in agenda.parties}, {i.id for i in agenda.issues}
        filters = {rule: Prefilter(agenda, rule=rule) for rule in Rule}
        kept, total = dict.fromkeys(Rule, 0), 0
        for document in documents:
            (reading,) = read_documents([document], agenda=agenda)
            count = sum(s.party in parties and s.issue in issues for s in reading.statements)
            total += count
            for rule, filter_ in filters.items():
                kept[rule] += count if count and filter_.concerns(document) else 0
        shares = ", ".join(f"{rule} {count / total:.3f}" for rule, count in kept.items())
        print(f"{title}: of {total} statements in all reports: {shares}", flush=True)


def vary(document: Document, number: int) -> dict[str, str]:
    """The same report of another day: names that nobody knows and figures are others, so that it is no copy."""
    chance = random.Random(number)
    known = {
        word for hit in load_gazetteer().find(document.text) for word in re.findall(r"\w+", _at(document, hit.span))
    }
    names: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word.isdigit():
            return str(int(word) + number % 7 + 1) if len(word) < 4 else word
        if word in known or document.text[match.start() - 2 : match.start()] in (". ", "\n\n", "“"):
            return word
        return names.setdefault(
            word, "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in word[::2]).title()
        )

    text = re.sub(r"\b(?:[A-Z][a-z]{3,}|\d{1,3})\b", other, document.text[document.body.start :])
    day = date(2024, 1, 1) + timedelta(days=30 * (number // 1000) + number % 28)
    return {"id": f"{document.name}-{number}", "text": text, "published": day.isoformat()}


def _at(document: Document, span: Span) -> str:
    return document.text[span.start : span.end]


def make_reports(folder: Path, count: int, path: Path) -> int:
    """Write reports as JSON lines; how many words they have."""
    documents = load_corpus(folder)
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            document = documents[number % len(documents)]
            record = vary(document, number % len(documents) + 1000 * (number // len(documents)))
            words += len(record["text"].split())
            file.write(json.dumps(record) + "\n")
    return words


ADD = """
import os
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as detente add does
import json, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from detente.ledger import Ledger
from detente.pipeline.adding import add_reports
from detente.pipeline.scale.engine import Serial
from detente.pipeline.scale.processes import Processes
reports, ledger, workers = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
if __name__ == "__main__":
    Ledger.create(ledger, now=datetime(2025, 1, 1, tzinfo=UTC)).close()
    began = time.perf_counter()
    engine = Serial(workers) if workers < 2 else Processes(workers)
    with Ledger.open(ledger) as opened:
        added = add_reports(opened, reports, engine=engine, recorded=datetime(2025, 1, 1, tzinfo=UTC))
        seconds = time.perf_counter() - began
        head = opened.head
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"workers": workers, "seconds": seconds, "new": len(added.new), "copies": len(added.copies),
        "skipped": len(added.skipped), "statements": added.statements, "head": head, "cpu_parent": own.ru_utime + own.ru_stime,
        "cpu_workers": others.ru_utime + others.ru_stime, "parent_mb": own.ru_maxrss / 1024, "worker_mb": others.ru_maxrss / 1024,
        "ledger_mb": ledger.stat().st_size / 1e6}))
"""


def measure_workers(folder: Path, reports: int, workers: Sequence[int]) -> None:
    """Seconds of ``add`` with so many workers (0: this process with all cores), each into a ledger of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        path, script = Path(temporary) / "reports.jsonl", Path(temporary) / "add.py"
        words = make_reports(folder, reports, path)
        script.write_text(ADD, encoding="utf-8")
        print(f"{reports:,} reports, {words:,} words, {path.stat().st_size / 1e6:.1f} MB")
        heads = set()
        for number, count in enumerate(workers):
            ledger = Path(temporary) / f"talks-{number}.db"
            command = [sys.executable, str(script), str(path), str(ledger), str(count)]
            out = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            heads.add(out["head"])
            print(
                f"{count} workers: {out['seconds']:.1f} s, {words / out['seconds']:,.0f} words/s; {json.dumps(out)}",
                flush=True,
            )
        print("the ledgers are the same" if len(heads) == 1 else "THE LEDGERS DIFFER")


def measure_shards(folder: Path, reports: int) -> None:
    """Bytes of a shard, seconds to make it and to take it into a ledger, and whether that is the reports' own."""
    now = datetime(2025, 1, 1, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as temporary:
        path, out = Path(temporary) / "reports.jsonl", Path(temporary) / "shards"
        words = make_reports(folder, reports, path)
        began = time.perf_counter()
        done = make_shards(out, [str(path)], engine=Serial(1))
        print(
            f"{reports:,} reports, {words:,} words, {done.statements:,} statements: {time.perf_counter() - began:.1f} s,"
            f" {done.bytes / done.reports:,.0f} bytes a report, {done.bytes / done.statements:,.0f} a statement"
        )
        began = time.perf_counter()
        again = make_shards(out, [str(path)], engine=Serial(1))
        print(f"again: {again.made} made, {time.perf_counter() - began:.1f} s")
        ledger = Path(temporary) / "talks.db"
        with Ledger.create(ledger, now=now) as opened:
            began = time.perf_counter()
            added = add_reports(opened, out, recorded=now)
            seconds = time.perf_counter() - began
        size = ledger.stat().st_size
        print(
            f"into a ledger: {seconds:.1f} s, {1e3 * seconds / reports:.1f} ms a report,"
            f" {size / added.statements:,.0f} bytes a statement, texts included"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("prefilter", "workers", "shards"))
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument(
        "--stories",
        nargs="*",
        default=["US-China tariffs, 2018-19", "Gaza, 2012-14", "Ukraine, 2014-15"],
        help="for which of them every report of the corpus is read, to count statements",
    )
    chosen = parser.parse_args()
    if chosen.what == "prefilter":
        measure_prefilter(chosen.corpus)
        measure_statements(chosen.corpus, chosen.stories)
    elif chosen.what == "workers":
        measure_workers(chosen.corpus, chosen.reports, chosen.workers)
    else:
        measure_shards(chosen.corpus, chosen.reports)


if __name__ == "__main__":
    main()
