import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents.fetch import Validator
from detente.documents.memory import Memory


def test_a_memory_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    memory = Memory()
    memory.validators = {"http://a.example/": Validator(etag='"é\ud800"'), "http://b.example/": Validator(modified="x")}
    memory.entries = {"http://a.example/": {"2", "1"}, "b": set()}
    memory.files = {"/reports/a.txt": (10, 1_700_000_000_000_000_001)}
    memory.not_before = {"a.example": 1.5}
    path = tmp_path / "talks.db.feeds.json"
    memory.save(path)
    again, complaint = Memory.open(path)
    assert complaint is None
    for name in Memory.__slots__:
        assert getattr(again, name) == getattr(memory, name)
    again.save(tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == path.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b", "talks.db.feeds.json"]


def test_none_yet_is_an_empty_one(tmp_path: Path) -> None:
    memory, complaint = Memory.open(tmp_path / "none")
    assert complaint is None
    assert memory.entries == {}


WHOLE = {"version": 1, "validators": {}, "entries": {}, "files": {}, "not_before": {}}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"version": 1}',
        json.dumps(WHOLE | {"version": 2}),
        json.dumps(WHOLE | {"validators": {"a": {"etag": 1, "modified": None}}}),
        json.dumps(WHOLE | {"validators": []}),
        json.dumps(WHOLE | {"entries": {"a": "keys"}}),
        json.dumps(WHOLE | {"files": {"a": [1]}}),
        json.dumps(WHOLE | {"files": {"a": [1, None]}}),
        json.dumps(WHOLE | {"not_before": {"a": float("inf")}}),
        json.dumps(WHOLE | {"not_before": {"a": "soon"}}),
        "\udcff",
    ],
)
def test_a_damaged_one_is_begun_anew_and_says_so(content: str, tmp_path: Path) -> None:
    path = tmp_path / "memory"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    memory, complaint = Memory.open(path)
    assert complaint is not None
    assert "is damaged and begun anew" in complaint
    assert memory.entries == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted(WHOLE)), JSON))
def test_any_json_is_a_memory_or_begun_anew(tmp_path_factory: pytest.TempPathFactory, parts: dict[str, object]) -> None:
    path = tmp_path_factory.getbasetemp() / "memory.json"
    path.write_text(json.dumps(WHOLE | parts))
    memory, _ = Memory.open(path)
    memory.save(path)


def test_one_that_cannot_be_written_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "memory"
    Memory().save(path)
    memory = Memory()
    memory.entries = {"a": {"b", 1}}  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        memory.save(path)
    assert Memory.open(path)[1] is None
    assert [p.name for p in tmp_path.iterdir()] == ["memory"]
    with pytest.raises(OSError):
        Memory().save(tmp_path / "none" / "memory")
