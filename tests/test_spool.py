"""The spool: entries come back as they went in, and only their briefs stay in memory."""

from dataclasses import replace

import pytest

from auditor.brief import Failure, brief_of
from auditor.errors import AuditError
from auditor.findings import Suppression
from auditor.packs import RuleSet
from auditor.records import Packed
from auditor.report import Entry
from auditor.spool import Spool, map_entries
from tests.reporters.samples import TEXT, entry_of, finding

DONT = finding(TEXT[2:], "dont", suggestions=("don't",))
ENTRIES = (
    entry_of("You dont need it.", path="a.txt", findings=(DONT,)),
    Entry("b.txt", unreadable="the file can't be read"),
    replace(entry_of("Rest it.", path="c.txt"), failures=(Failure("claims", "KeyError: 'x'"),)),
    replace(
        entry_of("You dont need it.", path="d.txt"),
        suppressed=(replace(DONT, suppressed=Suppression("inline", "a quotation")),),
    ),
    Entry("half a surrogate pair \udc80.txt", skipped="not English"),
)


@pytest.fixture
def spool(rules: RuleSet) -> Spool:
    spool = Spool(len(ENTRIES), rules)
    for index in (3, 0, 4, 2, 1):  # in the order in which workers may end
        spool.put(index, ENTRIES[index])
    return spool


def outcome(entry: Entry) -> Entry:
    """Return the entry without its article, which equals no other."""
    return replace(entry, article=None)


def test_entries_come_back_in_their_order_whatever_order_they_came_in(spool: Spool):
    assert list(map(outcome, spool)) == list(map(outcome, ENTRIES))
    assert outcome(spool[-2]) == outcome(ENTRIES[3])
    assert [entry.path for entry in spool[1:3]] == ["b.txt", "c.txt"]
    with pytest.raises(IndexError):
        spool[len(ENTRIES)]


def test_the_texts_come_back(spool: Spool):
    assert [e.article.text for e in spool if e.article] == [
        e.article.text for e in ENTRIES if e.article
    ]


def test_briefs_are_those_of_the_entries(spool: Spool):
    assert list(spool.briefs) == list(map(brief_of, ENTRIES))


def test_a_brief_says_what_an_index_shows():
    brief = brief_of(ENTRIES[0])
    assert brief.worst is not None
    assert (brief.words, brief.total, brief.new, brief.worst.quote) == (4, 1, 1, "dont")
    assert brief.risk == ENTRIES[0].risk
    suppressed = brief_of(ENTRIES[3])
    assert (suppressed.total, suppressed.put_aside, suppressed.rules) == (0, 1, (DONT.rule_id,))


def test_a_changed_copy_leaves_the_first_as_it_was(spool: Spool):
    known = map_entries(spool, lambda e: replace(e, findings=(), suppressed=()))
    assert isinstance(known, Spool)
    assert not any(brief.total for brief in known.briefs)
    assert spool[0].findings == (DONT,)
    assert map_entries(ENTRIES[:1], lambda e: e) == ENTRIES[:1]


def test_many_entries_go_to_a_file(rules: RuleSet, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("auditor.spool._IN_MEMORY", 1000)
    spool = Spool(50, rules)
    for index in range(50):
        spool.put(index, replace(ENTRIES[0], path=f"{index}.txt"))
    assert spool._file._rolled  # type: ignore[attr-defined]
    assert [entry.path for entry in spool] == [f"{index}.txt" for index in range(50)]


def test_a_full_disk_is_told_in_one_line(spool: Spool, monkeypatch: pytest.MonkeyPatch):
    def full(data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool._file, "write", full)
    with pytest.raises(AuditError, match=r"no room .* \(No space left on device\)"):
        spool.put(0, ENTRIES[0])


def test_bytes_that_are_no_outcome_are_told_in_one_line(spool: Spool):
    spool.put_packed(0, Packed(brief_of(ENTRIES[0]), b"\x81\xa4path\x01"))
    with pytest.raises(AuditError, match="audit cache clear"):
        spool[0]
