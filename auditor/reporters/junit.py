"""JUnit XML, an article a suite: what Jenkins, GitLab and Azure show as test results.

A finding that makes the gate fail is a failed test, a suppressed one a skipped test with its
reason. The others are listed in the suite's output. Names hold no line number, so that a test
keeps its name, and its history, when text moves.
"""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree as Xml

from auditor.reporters.document import Document, describe, fails, name_place, one_line

# What XML 1.0 can't hold, not even as a character reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTE_IN_NAME = 60


def render_junit(document: Document) -> bytes:
    """Return the document as JUnit XML."""
    root = Xml.Element("testsuites", name="audit")
    for article in document["articles"]:
        _add_article(root, document, article)
    for file in document["unreadable"]:
        suite = Xml.SubElement(root, "testsuite", name=_printable(file["path"]))
        case = _add_case(suite, file["path"], "can be read")
        if file["kind"] == "unreadable":
            _add(case, "error", file["reason"], type="unreadable", message=file["reason"])
        else:
            _add(case, "skipped", file["reason"])
    if not_run := [m for m in document["summary"]["not_run"] if not m["path"]]:
        suite = Xml.SubElement(root, "testsuite", name="checks that did not run")
        for missing in not_run:
            _add(_add_case(suite, "audit", missing["check"]), "skipped", missing["reason"])
    for suite in root:
        _count(suite)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    Xml.indent(root, " ")
    text: str = Xml.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add_article(root: Xml.Element, document: Document, article: Document) -> None:
    suite = Xml.SubElement(root, "testsuite", name=_printable(article["path"]))
    names: Counter[str] = Counter()
    output = []
    for finding in article["findings"]:
        line = f"{name_place(article, finding)}: {finding['severity']}: {describe(finding)}"
        if not finding["suppressed"] and not fails(document, finding):
            known = " (known)" if finding["state"] == "known" else ""
            output.append(f"{line} [{finding['rule']}]{known}")
            continue
        name = f"{finding['rule']}: {one_line(finding['text'], _QUOTE_IN_NAME)}".rstrip(": ")
        names[name] += 1
        case = _add_case(
            suite, article["path"], f"{name} ({names[name]})" if names[name] > 1 else name
        )
        if finding["suppressed"]:
            _add(case, "skipped", f"suppressed: {finding['suppressed']['reason']}")
        else:
            place = f"{article['path']}, {line}"
            _add(case, "failure", place, type=finding["rule"], message=describe(finding))
    for failed in document["summary"]["not_run"]:
        if failed["path"] == article["path"]:
            case = _add_case(suite, article["path"], f"check {failed['check']}")
            _add(case, "error", failed["reason"], type="check", message=failed["reason"])
    if not any(case.find("failure") is not None for case in suite):
        # Without a test that passes, a clean article would look like one that was not audited.
        limit = document["gate"]["fail_on"]
        passed = "audited" if limit == "never" else f"no new finding at or above {limit}"
        _add_case(suite, article["path"], passed)
    if output:
        _add(suite, "system-out", "\n".join(output))


def _add_case(suite: Xml.Element, path: str, name: str) -> Xml.Element:
    return Xml.SubElement(
        suite, "testcase", classname=_printable(path), name=_printable(name), time="0"
    )


def _add(parent: Xml.Element, tag: str, text: str, **attributes: str) -> None:
    printable = {name: _printable(value) for name, value in attributes.items()}
    Xml.SubElement(parent, tag, printable).text = _printable(text)


def _count(suite: Xml.Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(tag) is not None for case in cases)))


def _printable(text: str) -> str:
    """Return `text` with U+FFFD for each character that XML can't hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
