"""The shipped pipeline: loads anywhere, keeps to blocks, reads the field's sentences."""

import json
import subprocess
import sys

import pytest

from auditor.tokenizer import mark_sentence_starts
from tests.support import ROOT

FOLDER = ROOT / "auditor" / "models" / "pipeline"


@pytest.fixture(scope="module")
def pipeline():
    import spacy

    return spacy.load(FOLDER)


def read(nlp, text, block_starts=(0,)):
    doc = nlp.make_doc(text)
    mark_sentence_starts(doc, set(block_starts))
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def sentences(nlp, text, block_starts=(0,)):
    return [sentence.text.strip() for sentence in read(nlp, text, block_starts).sents]


def test_it_loads_without_any_code_of_ours(tmp_path):
    program = (
        "import sys, spacy; nlp = spacy.load(sys.argv[1]); doc = nlp('It is n\\'t risk-free.');"
        "print(' '.join(t.text for t in doc), doc.has_annotation('DEP'));"
        "assert not {'auditor', 'spacy_lookups_data'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(FOLDER)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert done.stdout.split("\n")[0] == "It is n't risk - free . True"


def test_it_is_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 8_000_000


def test_its_card_says_data_licences_and_scores():
    meta = json.loads((FOLDER / "meta.json").read_text("utf-8"))
    assert meta["license"] == "CC BY-SA 4.0"
    assert {source["name"].split(",")[0] for source in meta["sources"]} >= {
        "UD English EWT",
        "UD English GUM",
    }
    goals = {
        "gum-free-test": {"TAG": 96, "POS": 96.5, "UAS": 86, "LAS": 82, "sentence F": 87},
        "ewt-test": {"TAG": 94, "POS": 95, "UAS": 84, "LAS": 80, "sentence F": 76},
    }
    for part, least in goals.items():
        scores = meta["performance"][part]
        assert {name: scores[name] for name in least if scores[name] < least[name]} == {}


def test_its_tokenizer_is_the_one_of_the_code(pipeline):
    import spacy

    from auditor.tokenizer import extend_tokenizer

    fresh = spacy.blank("en")
    extend_tokenizer(fresh)
    shipped, ours = pipeline.tokenizer, fresh.tokenizer
    assert shipped.infix_finditer.__self__.pattern == ours.infix_finditer.__self__.pattern
    assert shipped.token_match.__self__.pattern == ours.token_match.__self__.pattern
    assert set(shipped.rules) == set(ours.rules)


def test_a_block_ends_a_sentence_even_without_a_full_stop(pipeline):
    text = "What Ketamine Is\nA drug for pain\nHeart rate\nIt is given by a nurse."
    starts = [0, 17, 33, 44]
    assert sentences(pipeline, text, starts) == text.split("\n")


def test_a_block_start_within_a_sentence_is_kept_by_the_parser(pipeline):
    doc = read(pipeline, "The nurse\ngives the drug.", (0, 10))
    assert [sentence.start_char for sentence in doc.sents] == [0, 10]
    assert all(token.head.sent.start == token.sent.start for token in doc)


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Smith treats pain, e.g. in the back, with ketamine.",
        "Patients take 5 mg. daily for two weeks.",
        "The clinic opens at 9 a.m. and closes at 5 p.m. on weekdays.",
    ],
)
def test_abbreviations_end_no_sentence(pipeline, sentence):
    assert sentences(pipeline, sentence) == [sentence]


def test_a_missing_space_after_a_full_stop_still_ends_a_sentence(pipeline):
    text = "This treatment helps your health.While it works, you can rest."
    assert sentences(pipeline, text) == [
        "This treatment helps your health.",
        "While it works, you can rest.",
    ]


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_forms_of_to_be_and_not_have_their_lemmas(pipeline, apostrophe):
    doc = read(pipeline, f"Infusions are n{apostrophe}t considered risky and it was safe.")
    lemmas = {token.text: token.lemma_ for token in doc}
    assert (lemmas["are"], lemmas["was"], lemmas[f"n{apostrophe}t"]) == ("be", "be", "not")
    assert lemmas["Infusions"] == "infusion"


def test_lemmas_are_those_of_the_lists_that_the_pipeline_holds(pipeline, nlp):
    doc = read(pipeline, "The geese ran; taller nurses were saying that leaves had fallen softly.")
    theirs, ours = pipeline.get_pipe("lemmatizer"), nlp.get_pipe("lemmatizer")
    for lemmatizer in (theirs, ours):
        lemmatizer.cache.clear()
    assert [ours.rule_lemmatize(token) for token in doc] == [
        theirs.rule_lemmatize(token) for token in doc
    ]
    assert all(isinstance(w, dict) for w in ours.lookups.get_table("lemma_index").values())


def test_the_parse_finds_subject_copula_and_negation(pipeline):
    doc = read(pipeline, "Ketamine is not addictive at all.")
    relations = {(token.text, token.dep_, token.head.text) for token in doc}
    assert {
        ("Ketamine", "nsubj", "addictive"),
        ("is", "cop", "addictive"),
        ("not", "advmod", "addictive"),
    } <= relations


def test_spun_words_do_not_break_the_structure(pipeline):
    doc = read(pipeline, "For utmost cases, infusions are n't considered habit forming.")
    subject = next(token for token in doc if token.text == "infusions")
    assert (subject.dep_, subject.head.text) == ("nsubj:pass", "considered")


@pytest.mark.large_model
def test_the_certain_sentence_starts_hold_in_an_installed_pipeline():
    import spacy

    installed = [name for name in spacy.util.get_installed_models() if name.startswith("en_core")]
    if not installed:
        pytest.skip("no en_core_web pipeline is installed")
    nlp = spacy.load(installed[0])
    assert sentences(nlp, "What It Is\nA drug for pain", (0, 11)) == [
        "What It Is",
        "A drug for pain",
    ]


@pytest.mark.large_model
def test_claim_examples_hold_with_an_installed_pipeline(rules):
    import spacy

    from auditor.config import Config
    from auditor.examples import example_auditor, run_examples

    installed = [name for name in spacy.util.get_installed_models() if name.startswith("en_core")]
    if not installed:
        pytest.skip("no en_core_web pipeline is installed")
    claims = [rule for rule in rules.rules if rule.category.startswith("claim.")]
    auditor = example_auditor(Config(model=installed[0]))
    assert [result for result in run_examples(auditor, claims) if result.problem] == []
