"""The article's own rate: what one word only suggests, a spun article proves."""

import numpy as np

from auditor.model_reading import read_blocks
from auditor.packs import RuleSet
from auditor.spun.prior import Verdict
from auditor.spun.weights import sigmoid
from auditor.spun.words import split_words

SPUN = """Knee ache is a common grievance amongst grown-ups, and it may limit the everyday sports
of the sufferer. Our health practitioners offer a extensive range of remedy alternatives for
individualities who live with joint ache. Physical remedy facilitates to reinforce the muscle
tissues around the joint, and weight reduction can lessen the strain on it. Steroid injections may
also lessen swelling, however their blessings fade inside some weeks. Aspect results are uncommon.
Inform your health practitioner approximately any allergic reactions and medicinal drugs."""
CLEAN = """Knee pain is a common complaint among adults, and it may limit the daily activities of
the patient. Our doctors offer a wide range of treatment options for people who live with joint
pain. Physical therapy helps to strengthen the muscles around the joint, and weight loss can reduce
the load on it. Steroid injections may reduce swelling, but their benefits fade within a few weeks.
Side effects are rare. Tell your doctor about any allergies and about your medicines."""
LIVELY = """Right, let's have a chinwag about your dodgy shoulder. If it grumbles when you reach for
the seat belt, or wakes you at some ungodly hour, chances are the rotator cuff has had enough of
your heroics. Week by week we'll coax it back: a few fiddly exercises, a bit of elbow grease, and no
flogging yourself in the gym. Most shoulders come good in three months. If yours sulks for longer,
we'll ring the surgeon, who is a lovely bloke and not at all scissor-happy. Bring your scans, wear a
singlet, and leave your brave face at home."""
DOUBTFUL = " The blessings of rest are many."


def read(text: str, rules: RuleSet) -> Verdict:
    return read_blocks((tuple(split_words(text)),), rules, frozenset()).verdict


def test_a_spun_article_is_told_from_its_clean_model(rules: RuleSet):
    spun, clean = read(SPUN, rules), read(CLEAN, rules)
    assert spun.probability > 0.9 > 0.2 > clean.probability
    assert spun.share > 0.1 > 0.02 > clean.share


def test_lively_prose_is_not_spun(rules: RuleSet):
    verdict = read(LIVELY, rules)
    assert verdict.probability < 0.5
    surest = [s.reckoning.hit.wrong for s in verdict.suspicions if s.probability >= 0.5]
    assert "week by week" not in surest


def test_the_same_words_are_surer_in_a_spun_article(rules: RuleSet):
    def chance(text: str) -> float:
        found = read(text + DOUBTFUL, rules).suspicions
        chances = [s.probability for s in found if "blessings" in s.reckoning.hit.wrong]
        return max(chances, default=0.0)

    assert chance(SPUN) > chance(CLEAN)


def test_too_short_a_text_gets_no_verdict(rules: RuleSet):
    assert read("Aspect results and intellectual fitness.", rules).probability == 0
    assert read("", rules) == Verdict(0.0, 0.0, ())


def test_runs_do_not_overlap(rules: RuleSet):
    places = [
        (s.block, place)
        for s in read(SPUN, rules).suspicions
        for place in range(s.reckoning.hit.start, s.reckoning.hit.end)
    ]
    assert len(places) == len(set(places))


def test_sigmoid_is_safe_for_any_odds():
    assert np.allclose(sigmoid(np.array([-1e9, 0, 1e9])), [0, 0.5, 1], atol=1e-9)
