"""The unit of work: an article's bytes in, its `Entry` out, with no state shared between two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.article import Article
from auditor.brief import Failure
from auditor.checks import CHECKS, Check
from auditor.config import Config
from auditor.discovery import Job
from auditor.english import foreign_language
from auditor.errors import AuditError, LanguageToolError, ReadError
from auditor.findings import Finding, add_fingerprints, merge
from auditor.inline_code import outside_code
from auditor.language import TOO_LONG, is_too_long, load_pipeline, parse
from auditor.packs import RuleSet, load_rules
from auditor.readers import read_article
from auditor.register import Register
from auditor.remade import forget_articles
from auditor.repaired import repair
from auditor.report import Entry, Readability, SpunVerdict
from auditor.startup import without_collection
from auditor.suppress_tables import name_rules, resolve_rules
from auditor.suppressions import suppress

if TYPE_CHECKING:
    from concurrent.futures import Future

    from spacy.tokens import Doc

    from auditor.languagetool.client import Inquiry


_MOST_WORDS_OF_A_TITLE = 16


@dataclass(frozen=True, slots=True)
class Pending:
    """An article that is audited but for what LanguageTool says of it.

    finish: waits for that and gives the outcome; to be called once. is_ready: whether it needs
    no waiting.
    """

    finish: Callable[[], Entry]
    is_ready: Callable[[], bool]

    @staticmethod
    def of(entry: Entry) -> Pending:
        """Return an outcome that waits for nothing."""
        return Pending(lambda: entry, lambda: True)


class Auditor:
    """Rules, pipeline and checks, loaded once; `audit` then takes any number of articles."""

    def __init__(
        self,
        config: Config,
        languagetool: str = "",
        rules: RuleSet | None = None,
        register: Register | None = None,
    ) -> None:
        """Load everything; `languagetool` is the address of its server, empty if there is none.

        rules: those of every pack, if they are loaded already. Those that are on for articles of
        some path are used for all; what holds for an article is decided there. register: the
        house's substantiated claims as they stand on the day of the run. Raise RuleError,
        ModelError or ConfigError for what can't be used.
        """
        self.config = config
        self._languagetool = languagetool
        self._inquiry: Inquiry | None = None
        self._register = register or Register()
        with without_collection():
            every = rules or load_rules(config.rules)
            self.rules: RuleSet = config.rules_on(every)
            self.nlp = load_pipeline(config.model)
        self._names = name_rules(every, self.rules, languagetool=bool(languagetool))
        self._suppress = resolve_rules(config.suppress, self._names)
        self._checks: list[tuple[str, Check]] = [
            (entry.name, entry.load())
            for entry in CHECKS
            if any(self.rules.of(prefix) for prefix in entry.prefixes)
        ]

    def audit(self, path: str, suffix: str, data: bytes) -> Entry:
        """Return the outcome for one article's bytes. A check that fails costs only itself."""
        return self.begin(path, suffix, data).finish()

    def audit_article(self, article: Article) -> Entry:
        """Return the outcome for an article that has been read."""
        return self._begin_article(article).finish()

    def begin(self, path: str, suffix: str, data: bytes) -> Pending:
        """Audit one article's bytes but for what LanguageTool says, which is asked meanwhile."""
        try:
            article = read_article(path, data, suffix)
        except ReadError as error:
            return Pending.of(Entry(path, unreadable=str(error)))
        if language := foreign_language(article):
            reason = f"not English (the language looks like {language})"
            return Pending.of(Entry(path, skipped=reason))
        return self._begin_guarded(article)

    def _begin_guarded(self, article: Article) -> Pending:
        """Begin an article; what fails then, or at the finish, is the entry's failure."""

        def failed(error: Exception) -> Entry:
            failure = self._failure("the language pipeline", error)
            return Entry(article.path, article, failures=(failure,))

        def finish() -> Entry:
            try:
                return pending.finish()
            except AuditError:
                raise
            except Exception as error:
                return failed(error)

        try:
            pending = self._begin_article(article)
        except AuditError:
            raise
        except Exception as error:
            return Pending.of(failed(error))
        return Pending(finish, pending.is_ready)

    def _begin_article(self, article: Article) -> Pending:
        from auditor.checks.spun import without_explained

        config = self.config.for_path(article.path)
        answer = self._asked(article, config)
        doc = parse(self.nlp, article)
        findings: list[Finding] = []
        failures: list[Failure] = []
        for name, check in self._checks:
            found, failure = self._run(name, check, article, doc, config)
            findings += found
            failures += failure
        findings = without_explained(findings)
        found, failure = self._claims_after_verdict(article, doc, findings, config)
        findings += found
        failures += failure

        def finish() -> Entry:
            found, failure = self._heard(article, answer, config)
            every = [*failures, *failure]
            entry = self._conclude(article, doc, merge(findings, found), every, config)
            if is_too_long(article):
                forget_articles()
            return entry

        return Pending(finish, answer.done if answer else lambda: True)

    def _conclude(
        self,
        article: Article,
        doc: Doc,
        findings: Sequence[Finding],
        failures: Sequence[Failure],
        config: Config,
    ) -> Entry:
        """Return the outcome that an article's merged findings and its failures make."""
        from auditor.claims.support import LOST_LINKS, has_lost_links
        from auditor.readability import measure

        judged = add_fingerprints(
            article, self._register.apply(article, findings, self.rules, config)
        )
        outcome = suppress(article, judged, self._suppress, self._names)
        titled = _retitle(article, findings)
        if is_too_long(article):
            titled = replace(titled, notes=(*titled.notes, TOO_LONG))
        rules = self._rules_for(config)
        if self._has("claim.evidence", config) and has_lost_links(article, rules):
            titled = replace(titled, notes=(*titled.notes, LOST_LINKS))
        measured = measure(article, doc, rules)
        return Entry(
            path=article.path,
            article=titled,
            findings=outcome.findings,
            suppressed=outcome.suppressed,
            readability=self._complete(measured, titled, doc, outcome.findings, config).rounded(),
            spun=self._spun(article, failures, config),
            failures=tuple(failures),
            cautions=outcome.cautions,
        )

    def _claims_after_verdict(
        self, article: Article, doc: Doc, findings: Sequence[Finding], config: Config
    ) -> tuple[list[Finding], list[Failure]]:
        """Return the claims that can be told only once it is known whether the article is spun.

        Of a spun one those that its repaired words make, of another contradictions of mechanism.
        """
        from auditor.checks import mechanism, when_repaired

        if not self._has("claim", config):
            return [], []
        if not any(finding.category == "garble.spun-article" for finding in findings):
            return self._run("contradictions", mechanism.check, article, doc, config)
        repaired = repair(article, findings)
        if repaired is None:
            return [], []
        check = when_repaired.check_of(repaired, findings)
        doc = parse(self.nlp, repaired.article)
        return self._run("claims of the repaired text", check, article, doc, config)

    def _complete(
        self,
        measured: Readability,
        article: Article,
        doc: Doc,
        findings: Sequence[Finding],
        config: Config,
    ) -> Readability:
        """Return the measures with those of the repaired prose, and the checklist."""
        from auditor.checklist import Seen, fill_checklist
        from auditor.formulas import measure_text
        from auditor.readability import prose_of

        repaired = repair(article, findings)
        return replace(
            measured,
            after_repair=measure_text(prose_of(repaired.article)) if repaired else {},
            checklist=fill_checklist(
                Seen(article, doc, measured, findings, self._rules_for(config))
            ),
        )

    def _has(self, prefix: str, config: Config) -> bool:
        """Say whether the settings of an article leave one of the rules on."""
        return any(config.is_on(rule.id) for rule in self._rules_for(config).of(prefix))

    def _rules_for(self, config: Config) -> RuleSet:
        """Return the rules that hold where the settings of an article say."""
        return self.rules.holding_in(config.jurisdiction)

    def _spun(
        self, article: Article, failures: Sequence[Failure], config: Config
    ) -> SpunVerdict | None:
        """Return the verdict of the check for spun text, if it ran."""
        from auditor.model_reading import read_with_models

        failed = "spun text" in {failure.check for failure in failures}
        if failed or not self._has("garble.spun-term", config):
            return None
        verdict = read_with_models(article, self._rules_for(config), config).verdict
        # Rounded as the JSON has them, so that a report made of it says the same.
        return SpunVerdict(round(verdict.probability, 3), round(verdict.share, 3))

    def _run(
        self, name: str, check: Check, article: Article, doc: Doc, config: Config
    ) -> tuple[list[Finding], list[Failure]]:
        try:
            found = check(article, doc, self._rules_for(config), config)
            return config.in_force(outside_code(article, found)), []
        except AuditError:
            raise
        except Exception as error:
            return [], [self._failure(name, error)]

    def _failure(self, check: str, error: Exception) -> Failure:
        """Return the failure that `error` is. Raise it instead if the run is to be debugged."""
        if self.config.debug:
            raise error
        return Failure(check, f"{type(error).__name__}: {error}")

    def _asked(self, article: Article, config: Config) -> Future[tuple[Finding, ...]] | None:
        """Ask LanguageTool about the article, if there is one; the answer comes later."""
        if not self._languagetool:
            return None
        if self._inquiry is None:
            from auditor.languagetool.client import Inquiry

            self._inquiry = Inquiry(self._languagetool, self.rules)
        return self._inquiry.ask(article, config.vocabulary)

    def _heard(
        self,
        article: Article,
        answer: Future[tuple[Finding, ...]] | None,
        config: Config,
    ) -> tuple[list[Finding], list[Failure]]:
        """Wait for LanguageTool's answer; return its findings, or why there are none."""
        if answer is None:
            return [], []
        try:
            return config.in_force(outside_code(article, answer.result())), []
        except LanguageToolError as error:
            return [], [Failure("languagetool", str(error))]
        except Exception as error:
            return [], [self._failure("languagetool", error)]


def _retitle(article: Article, findings: Sequence[Finding]) -> Article:
    """Return the article titled by its first heading that is no residue ("Skip to content").

    Between the lines of a page's header a title does not look like a heading: there the first line
    that is no residue is one, if it is short and no sentence.
    """
    residue = {f.span.start for f in findings if f.category == "garble.page-residue"}
    headings = [b for b in article.blocks if b.kind == "heading"]
    if not headings or article.quote(headings[0].span) != article.title:
        return article
    kept = next((b for b in headings if b.span.start not in residue), headings[0])
    own = ((b, after) for b, after in pairwise(article.blocks) if b.span.start not in residue)
    first, after = next(own, (kept, kept))
    words = article.quote(first.span)
    is_title = len(words.split()) <= _MOST_WORDS_OF_A_TITLE and not words.endswith((".", ":"))
    if first.kind == "paragraph" and is_title and after.span.start in residue:
        kept = first
    return replace(article, title=article.quote(kept.span))


def audit_job(auditor: Auditor, job: Job) -> Entry:
    """Return the outcome for the file or the bytes of `job`."""
    return begin_job(auditor, job).finish()


def begin_job(auditor: Auditor, job: Job) -> Pending:
    """Audit the file or the bytes of `job` but for what LanguageTool says."""
    try:
        data = job.read()
    except ReadError as error:
        return Pending.of(Entry(job.path, unreadable=str(error)))
    return auditor.begin(job.path, job.suffix, data)
