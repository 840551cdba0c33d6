"""Which sources a reader can follow, and how far they reach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.article import Article, Link, Span
from auditor.claims.support import support_of
from auditor.config import Config
from auditor.readers import read_article
from tests.claims.scan import find, reading_of
from tests.support import article_of

CLAIM = "Side effects are rare"


@pytest.mark.parametrize(
    "text",
    [
        f"{CLAIM} (https://doi.org/10.1000/1).",
        f"{CLAIM} (Okafor, 2021).",
        f"{CLAIM} (Okafor et al., 2021).",
        f"{CLAIM} (PMID 123456).",
        f"{CLAIM}, as a 2021 trial by Okafor found.",
        f"{CLAIM} in a 2021 JAMA paper.",
        f"{CLAIM}, says the FDA.",
        f"{CLAIM}. This comes from a trial in the Lancet in 2020.",
        f"{CLAIM} [1].\nReferences\nOkafor on gels",
        f"{CLAIM}. So are burns. The ward is calm. [1]\nReferences\nOkafor on gels",
        f"{CLAIM} (2).\nReferences\nOkafor on gels\nDiaz on drips",
        f"{CLAIM} [7].\nSources\n[6] Okafor on gels\n[7] Diaz on drips",
        f"{CLAIM} [1-3].\nReferences\nOkafor on gels\nDiaz on drips",
        f"{CLAIM}².\nReferences\nOkafor on gels\nDiaz on drips",
        f"{CLAIM}.2\nReferences\nOkafor on gels\nDiaz on drips",
        f"{CLAIM} (see Ref. 2).\nReferences\nOkafor on gels\nDiaz on drips",
        f"Okafor and Diaz (2021) found it. {CLAIM}, as Diaz (2021) wrote.",
        f"{CLAIM} (see Okafor, 2021).",
        f"{CLAIM} (https://www.example.org/trials/12).",
        f"{CLAIM}, as “A trial of gels in adults” in JAMA found.",
        f"{CLAIM}. The trial is in the Lancet of 2020.",
        f"{CLAIM}. In that study by Okafor (2021) nobody bled.",
        f"{CLAIM}, a 2021 Harvard study found.",
    ],
)
def test_a_source_that_can_be_followed(text):
    assert support_of(reading_of(text), frozenset({0})) == "followable"


@pytest.mark.parametrize(
    "text",
    [
        f"{CLAIM}.",
        f"{CLAIM} [2].",
        f"{CLAIM}, experts say.",
        f"{CLAIM} for those who said so.",
        f"{CLAIM}. Our nurses wrote to JAMA in 2020.",
        f"{CLAIM}.\nOkafor et al., 2021",
        f"{CLAIM} [2].\nReferences\nOkafor on gels",
        f"{CLAIM} (3).\nReferences\nOkafor on gels\nDiaz on drips",
        f"{CLAIM} (June 2021).",
        f"{CLAIM} here (Since 2015).",
        f"{CLAIM} (https://www.amazon.com/gel).",
        f"{CLAIM} (https://example.com/book/now).",
        f"{CLAIM}, as JAMA knows.",
        f"{CLAIM}. The FDA warns of the gel (FDA, 2019).",
        f"{CLAIM}. In 2020 the FDA said that the gel is new.",
    ],
)
def test_no_source(text):
    assert support_of(reading_of(text), frozenset({0})) == "none"


def test_an_institution_alone_is_half_a_source():
    for text in (f"{CLAIM}, researchers at Yale found.", f"{CLAIM}, a Harvard study found."):
        assert support_of(reading_of(text), frozenset({0})) == "half"


@pytest.mark.parametrize(
    ("target", "count"),
    [
        ("https://pubmed.ncbi.nlm.nih.gov/1", 0),
        ("https://www.amazon.com/gel", 1),
        ("/our-clinic", 1),
    ],
)
def test_a_link_is_a_source_unless_it_leads_to_a_shop_or_home(target, count):
    article = replace(article_of(f"{CLAIM}."), links=(Link(Span(0, 12), target),))
    assert len(find("", article=article)) == count


def linked(text: str, *targets: str) -> Article:
    """Return an article whose first words lead to the first target, the last ones to the others."""
    article = article_of(text)
    end = len(article.text)
    more = [Link(Span(end - 4, end), target) for target in targets[1:]]
    return replace(article, links=(Link(Span(0, 12), targets[0]), *more))


def test_a_site_where_one_books_is_the_clinics_own():
    page = "https://www.example.com/our-results"
    text = f"{CLAIM}.\nBook here"
    assert not find("", article=linked(text, page, "https://example.org/contact"))
    assert find("", article=linked(text, page, "https://example.com/contact"))


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("https://clinic.example/results", 1),
        ("https://www.clinic.example/results", 1),
        ("http://blog.Clinic.example:8080?page=2", 1),
        ("https://editor@clinic.example/results", 1),
        ("https://anotherclinic.example/results", 0),
        ("https://journal.example/clinic.example", 0),
    ],
)
def test_a_link_to_a_site_that_the_settings_name_supports_nothing(address, count):
    own = Config(own_hosts=("Clinic.example",))
    assert len(find("", article=linked(f"{CLAIM}.", address), config=own)) == count
    assert len(find(f"{CLAIM} ({address}).", config=own)) == count
    assert not find("", article=linked(f"{CLAIM}.", address))


@pytest.mark.parametrize(
    ("target", "count"),
    [("#2", 0), ("#ref-2", 0), ("#fn:2", 0), ("#3", 1), ("#top", 1), ("#footnote-9", 0)],
)
def test_a_raised_mark_must_lead_to_a_reference_that_is_there(target, count):
    text = f"{CLAIM}.\nReferences\nOkafor on gels\nDiaz on drips"
    assert len(find("", article=linked(text, target))) == count


def test_raised_marks_of_a_page_are_sources():
    html = f"<p>{CLAIM}.<sup>2</sup></p><h2>References</h2><ol><li>Okafor</li><li>Diaz</li></ol>"
    for mark, count in (("2", 0), ("3", 1)):
        page = html.replace("<sup>2", f"<sup>{mark}").encode()
        assert len(find("", article=read_article("a.html", page, ".html"))) == count


def test_a_source_carries_superiority_only_if_it_compares():
    ranked = "Our gel is the most effective treatment for burns"
    ids = [[f.severity for f in find(f"{ranked}{end}")] for end in ("", " (Okafor, 2021)")]
    assert ids[0] and ids[0] == ids[1]
    assert not find(f"{ranked}, against six others in a trial (Okafor, 2021).")


def test_plain_text_that_lost_its_links_lowers_what_is_said_of_evidence():
    claim = "Studies show that the gel heals burns."
    (sure,) = (f for f in find(claim) if f.category == "claim.evidence")
    (doubted,) = (f for f in find(f"{claim}\nClick here") if f.category == "claim.evidence")
    assert doubted.confidence < sure.confidence
    page = read_article("a.html", f"<p>{claim}</p><p>Click here</p>".encode(), ".html")
    (paged,) = (f for f in find("", article=page) if f.category == "claim.evidence")
    assert paged.confidence == sure.confidence
