"""Which kinds of sentences claim something, and which do not, on treatments that no rule names.

Each kind stands for many wordings: a fault here is mended in `auditor.claims`, or in a word list,
never for the one sentence.
"""

from __future__ import annotations

import pytest

from tests.claims.scan import categories

SILENT = {
    "a certainty that is denied": [
        "A facelift is not without risk, and no operation is.",
        "No laser is safe for every skin.",
        "Few patients are free of pain after the first week.",
        "It is far from painless.",
        "The operation is neither quick nor painless.",
        "It is impossible to guarantee the result.",
        "Without a firm diagnosis no treatment is safe.",
    ],
    "what is possible": [
        "Shock waves may ease heel pain in some people.",
        "The aim of surgery is to relieve pain, not to restore a young hip.",
        "We want every patient to feel safe here.",
    ],
    "a condition": [
        "Unless the nerve heals, the numbness can be permanent.",
        "When there is no infection, antibiotics do nothing.",
        "Whenever a wound is free of infection, we close it.",
        "If there are no complications, you go home the same day.",
        "Without treatment the infection never goes away by itself.",
    ],
    "a question, and an honest answer": [
        "Does laser surgery cure short sight for good? Are there no side effects?",
        "Is a hair transplant permanent? Not always: later hair loss can thin the new hair too.",
        "Does everybody lose weight? No.",
        "Can you get rid of wrinkles without a scar? No, you can't.",
    ],
    "what others say": [
        "Some websites claim that colon cleansing cures tiredness.",
        "Makers of such belts claim that fat melts away in a week.",
        "That liposuction cures obesity is a common mistake.",
        "Doctors once believed that bed rest cures back pain.",
        "“Veneers last for ever.” They do not: most need replacing after fifteen years.",
        "Beware of anyone who guarantees a cure.",
        "The hope that stem cells will cure arthritis has not come true so far.",
        "We have never said that it works for everyone.",
    ],
    "orders and warnings": [
        "Never drive on the day of your endoscopy, and never go home alone.",
        "To lower the risk of infection, wash the piercing twice a day.",
        "To be on the safe side, we keep you overnight.",
        "Wait until you do not feel dizzy.",
    ],
    "the running of a clinic": [
        "We always answer e-mails on the same day, without exception.",
        "We answer every question, without exception.",
        "We guarantee that your data stay with us.",
        "There are no hidden fees, guaranteed.",
    ],
    "a risk that is stated": [
        "Serious harm is uncommon, but about one in a thousand people lose sight in that eye.",
        "Complications are rare. They include bleeding and infection.",
    ],
}
FOUND = {
    "negations that deny nothing": [
        ("absolute", "There is no doubt that the lift is completely safe."),
        ("absolute", "It goes without saying that the laser is 100% safe."),
        ("absolute", "It cannot be denied that the implant is 100 % safe."),
        ("absolute", "The laser leaves no marks and no scars."),
    ],
    "conditions that leave no case": [
        ("absolute", "Even if you have tried everything, our lens clears cataracts for good."),
        ("absolute", "Whether at home or in the clinic, there is no risk at all."),
        ("absolute", "If done properly, hypnosis always works."),
        ("absolute", "If you think braces take years, think again: ours guarantee straight teeth."),
        ("absolute", "When done in our clinic, fat freezing has zero side effects."),
    ],
    "answers": [
        ("absolute", "Are there side effects? None whatsoever."),
        ("absolute", "Does it hurt? Not one bit."),
        ("absolute", "Can I get addicted? Impossible."),
        ("absolute", "The risks? There are none."),
        ("absolute", "Could it fail? No, it never does."),
        ("absolute", "Does it work for everybody? Yes."),
        ("absolute", "Are the results permanent? Yes, definitely."),
        ("safety", "Is it risky? Not really."),
    ],
    "refuted risks, and what is called no myth": [
        ("safety", "It is wrong to think that fillers are risky."),
        ("safety", "Don't believe the myth that implants are dangerous."),
        ("safety", "Many people wrongly believe that fillers are dangerous."),
        ("absolute", "It's not a myth: our serum really is 100 % safe."),
        ("absolute", "Although it sounds too good to be true, the treatment works for everyone."),
    ],
    "orders that sell": [
        ("absolute", "Rest assured that the injection is totally safe."),
        ("absolute", "Book today and never suffer from hay fever again."),
        ("absolute", "See why our hair laser never fails."),
        ("absolute", "Ask any of our patients: it works for everyone."),
    ],
    "our own claim": [
        ("absolute", "We claim that nobody is ever hurt here."),
        ("absolute", "Our surgeons say that this operation never fails."),
    ],
    "a visit that does more than take an hour": [
        ("absolute", "The appointment takes an hour and cures your snoring."),
        ("absolute", "Our price is low, and the treatment is guaranteed to work."),
    ],
    "an exception in the same breath": [
        ("safety", "Our implants never fail, but some heavy smokers lose one."),
        ("safety", "The drops have no side effects, except for some redness."),
    ],
    "harm that is felt": [
        ("absolute", "The filler will not make your face stiff."),
        ("absolute", "Under the care of our nurses, nobody can get hurt."),
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", [text for texts in SILENT.values() for text in texts])
def test_a_kind_that_claims_nothing(text, nlp):
    assert categories(text) == []
    assert categories(text, nlp) == []


@pytest.mark.parametrize(("category", "text"), [pair for pairs in FOUND.values() for pair in pairs])
def test_a_kind_that_claims(category, text, nlp):
    for pipeline in (None, nlp):
        assert f"claim.{category}" in categories(text, pipeline)
    if category == "safety":
        assert "claim.absolute" not in categories(text)
