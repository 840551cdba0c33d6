"""The kinds of clauses that deny a risk or promise a benefit, and what is excluded."""

from __future__ import annotations

import pytest

from tests.claims.scan import categories

ABSOLUTE, SAFETY, EFFICACY = ["claim.absolute"], ["claim.safety"], ["claim.efficacy"]


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("N1: not + risk adjective", "The gel is not addictive.", ABSOLUTE),
        ("N1", "The gel is never harmful.", ABSOLUTE),
        ("N2: no + risk", "There is no risk.", ABSOLUTE),
        ("N2", "The peel has zero side effects.", ABSOLUTE),
        ("N3: without + risk", "The peel heals without scarring.", ABSOLUTE),
        ("N4: free of, -free, non-, -less", "Our drip is risk-free.", ABSOLUTE),
        ("N4", "The gel is free of side effects.", ABSOLUTE),
        ("N4", "The gum is non-addictive.", ABSOLUTE),
        ("N4", "The laser is painless.", ABSOLUTE),
        ("N5: causing verb denied", "The gel does not cause dependence.", ABSOLUTE),
        ("N5", "It will not make you dependent.", ABSOLUTE),
        ("N6: negative verb", "The spray lacks the reinforcing properties of opioids.", SAFETY),
        ("N6", "Our filter eliminates the risk of infection.", ABSOLUTE),
        ("N7: lend itself", "The spray does not lend itself to addiction.", ABSOLUTE),
        ("N8: cannot + harm", "You cannot overdose on it.", ABSOLUTE),
        ("N8", "Nothing can go wrong.", ABSOLUTE),
        ("N9: risk is rare", "Addiction is highly unlikely.", SAFETY),
        ("N10: small risk", "It has a low risk of addiction.", SAFETY),
        ("N10", "The peel has few side effects.", SAFETY),
        ("N11: risk reduced", "The risk of dependence is reduced.", SAFETY),
        ("N12: by comparison", "It is not habit-forming in the same way as opioids.", SAFETY),
        ("N13: refuted risk", "A common myth is that the gel causes infection.", SAFETY),
        ("N14: answer", "Is the gel addictive? The answer is no.", ABSOLUTE),
        ("N14", "Is the gel addictive? For most people the answer is no.", SAFETY),
        ("N15: safe", "The gel is completely safe.", ABSOLUTE),
        ("N15", "The gel is considered safe.", SAFETY),
        ("N16: one no over a list", "There is no pain, scarring or downtime.", ABSOLUTE),
        ("N17: worry", "There is nothing to fear.", SAFETY),
        ("P1: for all", "The drip works for everyone.", ABSOLUTE),
        ("P2: verb + disease", "The tea cures migraines.", ABSOLUTE),
        ("P2", "The tea treats PTSD.", EFFICACY),
        ("P3: percentage", "Our success rate is 92 %.", EFFICACY),
        ("P4: time", "The tea works within hours.", EFFICACY),
        ("P5: body remade", "The tea resets the brain.", EFFICACY),
        ("X1: no + what is no risk", "No take-home ketamine products are sold.", []),
        ("X1", "There is no cure for tinnitus.", []),
        ("X2: two negations", "The peel is not without risks.", []),
        ("X2: negated evidence", "There is no evidence that it lowers the risk of stroke.", []),
        ("X2: order", "Do not risk an infection.", []),
        ("X2: purpose of advice", "To avoid infection, wash your hands.", []),
        ("X3: heading of one word", "- Cure", []),
        ("X3", "- Monitoring", []),
        ("X4: an event ends", "You may eat soon after the session ends.", []),
    ],
)
def test_a_kind_of_clause_yields_its_category(kind, text, wanted):
    assert categories(text) == wanted, kind


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hearing aids cure deafness.", "claim.efficacy"),
        ("Teeth whitening is permanent.", "claim.absolute"),
        ("The scan detects every cancer.", "claim.absolute"),
        ("Perfect for teens.", "claim.safety"),
        ("Get 20 % off Wegovy this week.", "claim.regulatory"),
        ("Take it at home with no doctor visits.", "claim.safety"),
        ("It is a first-line treatment.", "claim.superiority"),
        ("Nobody fits lenses better.", "claim.superiority"),
        ("Midwives swear by it.", "claim.evidence"),
        ("You will never snore again.", "claim.absolute"),
    ],
)
def test_kinds_of_clauses_beyond_fixed_phrases(text, wanted):
    assert wanted in categories(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hearing aids may help with deafness.",
        "Does the scan detect every cancer?",
        "It is not suitable for teens.",
        "A consultation costs 90 dollars.",
        "NICE recommends it as first-line treatment (CG168, 2013).",
        "Nobody should stop a medicine without advice.",
        "Adults at low risk of a stroke may wait.",
    ],
)
def test_near_misses_of_the_same_build(text):
    assert categories(text) == []
