"""Words of clinics' articles are cut where rules need them cut, and text is never lost."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from auditor.tokenizer import extend_tokenizer, mark_sentence_starts

ENGLISH = spacy.blank("en")
extend_tokenizer(ENGLISH)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("is n't", "is n't"),
        ("does n’t", "does n’t"),
        ("isn't", "is n't"),
        ("it 's", "it 's"),
        ("non-addictive", "non - addictive"),
        ("risk-free", "risk - free"),
        ("trauma- related", "trauma - related"),
        ("pain -related", "pain - related"),
        ("0.5 mg/kg", "0.5 mg / kg"),
        ("0.5mg/kg", "0.5 mg / kg"),
        ("50mg", "50 mg"),
        ("10–20 mg", "10 – 20 mg"),
        ("24/7", "24/7"),
        ("24/7/365", "24/7/365"),
        ("Call 555-123-4567.", "Call 555-123-4567 ."),
        ("(555)123-4567", "(555)123-4567"),
        ("+1-800-555-0199", "+1-800-555-0199"),
        ("www.clinic.com", "www.clinic.com"),
        ("see https://clinic.com/faq?q=1.", "see https://clinic.com/faq?q=1 ."),
        ("#Ketamine", "#Ketamine"),
        ("#1 clinic", "# 1 clinic"),
        ("pain—and relief", "pain — and relief"),
        ("50%—or more", "50% — or more"),
        ("“good”—the", "“ good ” — the"),
        ("pain--and", "pain -- and"),
        ("your health.While you", "your health . While you"),
        ("pain?Our team!We", "pain ? Our team ! We"),
        ("in 2019.The", "in 2019 . The"),
        ("TMS(transcranial)", "TMS ( transcranial )"),
        ("patient(s)", "patient ( s )"),
        ("Dr. Lee, e.g. here, vs. there", "Dr. Lee , e.g. here , vs. there"),
        ("Really!!", "Really !!"),
    ],
)
def test_words_are_cut_as_rules_need_them(text, tokens):
    assert [token.text for token in ENGLISH(text)] == tokens.split()


def test_split_contractions_have_the_norm_of_the_word():
    assert [token.norm_ for token in ENGLISH("is n’t")] == ["is", "not"]


pieces = st.sampled_from(
    ["pain", "-", "—", "--", ".", "?", "!!", " ", "\n", "(", ")", "n't", "’s", "0.5", "mg/kg",
     "24/7", "#tag", "Dr.", "clinic.com", "“", '"', "%", "/", "555-123-4567", "\u00a0",
     "é", "🙂", "The"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(pieces, max_size=15).map("".join)))
def test_tokens_rebuild_the_text(text):
    doc = ENGLISH.make_doc(text)
    assert "".join(token.text_with_ws for token in doc) == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_extending_twice_changes_nothing():
    nlp = spacy.blank("en")
    assert extend_tokenizer(nlp)
    once = nlp.tokenizer.to_bytes()
    assert extend_tokenizer(nlp)
    assert nlp.tokenizer.to_bytes() == once


def test_the_rules_are_data_that_a_saved_pipeline_keeps(tmp_path):
    ENGLISH.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    text = "It is n't #safe—call 555-123-4567, 0.5mg/kg"
    assert [t.text for t in loaded(text)] == [t.text for t in ENGLISH(text)]


def test_a_pipeline_of_another_language_is_left_alone():
    german = spacy.blank("de")
    before = german.tokenizer.to_bytes()
    assert not extend_tokenizer(german)
    assert german.tokenizer.to_bytes() == before


def test_a_tokenizer_that_was_changed_already_is_left_alone():
    nlp = spacy.blank("en")
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex([r"-"]).finditer
    assert not extend_tokenizer(nlp)


def test_blocks_start_sentences_and_white_space_does_not():
    doc = ENGLISH.make_doc("What Is It\nA drug")
    mark_sentence_starts(doc, {0, 11})
    assert [token.is_sent_start for token in doc] == [True, False, False, False, True, False]


def test_only_a_mark_can_end_a_sentence_within_a_block():
    doc = ENGLISH.make_doc("Our client Sheila smiled. Dr. Who")
    mark_sentence_starts(doc, {0})
    assert [t.text for t in doc if t.is_sent_start is None] == ["Dr.", "Who"]


def test_no_sentence_starts_in_lower_case_after_a_unit():
    doc = ENGLISH.make_doc("Take 5 mg. daily. take more")
    mark_sentence_starts(doc, {0})
    starts = {token.text: token.is_sent_start for token in doc}
    assert starts["daily"] is False
    assert starts["take"] is None
