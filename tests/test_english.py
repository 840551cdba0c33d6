"""Which articles are taken as English: fluent, spun and short ones; others are named."""

import pytest

from auditor.english import foreign_language
from tests.support import article_of

SPANISH = "La clínica ofrece tratamientos para el dolor de rodilla y para otras molestias. " * 4
GERMAN = "Die Praxis bietet Behandlungen gegen Schmerzen im Knie und andere Beschwerden an. " * 4
SPUN = "Ketamine remedy is bandied by cases who have set up relief in ultramodern drug. " * 4
LIST = "Knee pain. Swelling. Stiffness. Warmth. Clicking. Locking. Redness. Weak legs. " * 4


@pytest.mark.parametrize(
    ("text", "code"), [(SPANISH, "es"), (GERMAN, "de"), (SPUN, ""), (LIST, "")]
)
def test_language_of_an_article(text: str, code: str):
    assert foreign_language(article_of(text)) == code


def test_a_short_text_is_taken_as_english():
    assert foreign_language(article_of("Guten Tag")) == ""
