"""Records of other data sets come back as they were, each once, and are in the chain."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from detente.ledger import Ledger
from detente.model import Precision
from detente.model.external import Attribution, External, ExternalAgreement, Incident, Register
from tests.ledger.negotiation import NOW, behind_its_back

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
sources = st.builds(Attribution, register=st.sampled_from(Register), file=texts, accessed=st.one_of(st.none(), days))
degrees = st.one_of(st.none(), st.floats(-180, 180))
agreements = st.builds(
    ExternalAgreement,
    id=texts,
    title=texts,
    day=st.one_of(st.none(), days),
    parties=texts,
    third_parties=texts,
    process=texts,
    stage=texts,
    status=texts,
    codes=st.lists(st.tuples(texts, st.integers(1, 3)), max_size=3).map(tuple),
    attribution=sources,
)
incidents = st.builds(
    Incident,
    id=texts,
    day=days,
    precision=st.sampled_from(Precision),
    kind=texts,
    actors=st.lists(texts, max_size=3).map(tuple),
    place=texts,
    latitude=degrees,
    longitude=degrees,
    notes=texts,
    fatalities=st.one_of(st.none(), st.integers(0, 999)),
    source=texts,
    attribution=sources,
)


@given(st.lists(st.one_of(agreements, incidents), max_size=6))
def test_what_is_kept_comes_back_and_is_kept_once(records: list[External]) -> None:
    last = {record.id: record for record in records}
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "talks.db", now=NOW) as ledger:
        ledger.append_externals(records, recorded=NOW)
        expected = sorted(last.values(), key=lambda r: (r.day.isoformat() if r.day else "", r.id))
        assert list(ledger.externals()) == expected
        head = ledger.head
        assert ledger.append_externals(list(last.values()), recorded=NOW) == 0
        assert ledger.head == head
        assert ledger.verify().faults == ()


def test_a_record_that_was_changed_or_slipped_in_is_found(tmp_path: Path) -> None:
    source = Attribution(register=Register.ACLED, file="acled", accessed=None)
    incident = Incident(
        id="ACLED:A1",
        day=date(2031, 3, 1),
        precision=Precision.DAY,
        kind="Battles: armed clash",
        actors=("Amber", "Birch"),
        place="Lark Bridge",
        latitude=None,
        longitude=None,
        notes="",
        fatalities=0,
        source="The Ferry",
        attribution=source,
    )
    path = tmp_path / "talks.db"
    with Ledger.create(path, now=NOW) as ledger:
        assert ledger.append_externals([incident], recorded=NOW) == 1
        assert ledger.append_externals([replace(incident, fatalities=2)], recorded=NOW) == 1
        assert [record.fatalities for record in ledger.externals() if isinstance(record, Incident)] == [2]
    for change in (
        "UPDATE externals SET content = replace(content, 'Birch', 'Cedar')",
        "DELETE FROM externals WHERE seq = 2",
        "INSERT INTO externals SELECT 9, 9, source, 'B2', day, content, recorded FROM externals LIMIT 1",
    ):
        copy = tmp_path / "copy.db"
        copy.unlink(missing_ok=True)
        with behind_its_back(path) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        with behind_its_back(copy) as connection:
            connection.execute(change)
        with Ledger.open(copy, read_only=True) as ledger:
            assert ledger.verify().faults
