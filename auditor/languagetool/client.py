"""Asks the LanguageTool server about an article and turns its matches into findings."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeAlias

from auditor.article import Article, Block, Span
from auditor.errors import LanguageToolError
from auditor.findings import Finding
from auditor.languagetool.matches import SPELLER, Match, is_variety, judge, language_rules
from auditor.languagetool.server import await_ready, is_local, wait_for_answer
from auditor.packs import RuleSet

if TYPE_CHECKING:
    from language_tool_python import LanguageTool

ANSWER_SECONDS = 120.0
RESTART_SECONDS = 30.0
_BLOCK_END = "\n\n"
_WORDS_A_REQUEST = 500
_AT_ONCE = 2

_Answer: TypeAlias = "Future[tuple[Finding, ...]]"


def check(
    url: str, article: Article, rules: RuleSet, own_words: Collection[str] = ()
) -> Iterator[Finding]:
    """Yield what the server at `url` finds in the article, less its noise.

    own_words: the house's vocabulary. Raise LanguageToolError, with the reason, if the server
    does not answer in time; a local one that died is given time to be started again.
    """
    blocks = tuple(block for block in article.prose() if len(block.span))
    if not blocks:
        return
    if problem := await_ready(url):
        raise LanguageToolError(problem)
    sent = _lay_out(article, blocks)
    table = language_rules(rules)
    own = frozenset(part for word in own_words for part in word.lower().split())
    variant = table.variant(article.text)
    for match in _ask(url, variant.code, sent):
        finding = judge(match, article, table, variant, own)
        if finding is not None:
            yield finding


class Inquiry:
    """Asks the server about articles in the background, two at a time.

    More would only wait for each other: one answer keeps a core busy.
    """

    def __init__(self, url: str, rules: RuleSet) -> None:
        """Ask the server at `url`; its findings are judged by `rules`."""
        self._url, self._rules = url, rules
        self._waiting: SimpleQueue[tuple[_Answer, Article, Collection[str]]] = SimpleQueue()
        # Daemons, unlike an executor's threads: an interrupted run ends without their answers.
        for _ in range(_AT_ONCE):
            threading.Thread(target=self._work, daemon=True).start()

    def ask(self, article: Article, own_words: Collection[str] = ()) -> _Answer:
        """Return the findings to come, or the error that `check` will raise."""
        answer: _Answer = Future()
        self._waiting.put((answer, article, own_words))
        return answer

    def _work(self) -> None:
        while True:
            answer, article, own_words = self._waiting.get()
            try:
                answer.set_result(tuple(check(self._url, article, self._rules, own_words)))
            except BaseException as error:
                answer.set_exception(error)


def speller_alarms(url: str, words: Sequence[str]) -> frozenset[str]:
    """Return those of `words` that the speller takes for mistakes, be they British or American.

    A word that only the other variety spells so is left out. Raise LanguageToolError.
    """
    if problem := await_ready(url):
        raise LanguageToolError(problem)
    alarms = set()
    for first in range(0, len(words), _WORDS_A_REQUEST):
        text = _BLOCK_END.join(words[first : first + _WORDS_A_REQUEST])
        for language in ("en-US", "en-GB"):
            for answer in _answers(url, language, text):
                if answer.rule_id.startswith(SPELLER) and not is_variety(answer.message):
                    alarms.add(text[answer.offset : answer.offset + answer.error_length])
    return frozenset(alarms)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The text that is sent, and where in it each block begins."""

    text: str
    blocks: tuple[Block, ...]
    starts: tuple[int, ...]

    def locate(self, start: int, end: int) -> tuple[Block, Span] | None:
        """Return block and span of a range of the sent text; None if it leaves its block."""
        index = bisect_right(self.starts, start) - 1
        if index < 0:
            return None
        block = self.blocks[index]
        shift = block.span.start - self.starts[index]
        span = Span(start + shift, end + shift)
        return (block, span) if start < end and span.end <= block.span.end else None


def _lay_out(article: Article, blocks: tuple[Block, ...]) -> _Layout:
    """Join the blocks by an empty line: to LanguageTool a single line feed ends no paragraph."""
    starts = []
    length = 0
    for block in blocks:
        starts.append(length)
        length += len(block.span) + len(_BLOCK_END)
    text = _BLOCK_END.join(article.quote(block.span) for block in blocks)
    return _Layout(text, blocks, tuple(starts))


def _ask(url: str, language: str, sent: _Layout) -> Iterator[Match]:
    for answer in _answers(url, language, sent.text):
        end = _end_of(sent.text, answer.offset, answer.error_length)
        if place := sent.locate(answer.offset, end):
            block, span = place
            yield Match(
                rule_id=str(answer.rule_id),
                group=str(answer.category),
                issue=str(answer.rule_issue_type),
                message=str(answer.message).strip(),
                title=str(getattr(answer, "shortMessage", "") or "").strip(),
                suggestions=tuple(str(words) for words in answer.replacements),
                block=block,
                span=span,
            )


def _answers(url: str, language: str, text: str) -> list[Any]:
    from language_tool_python.exceptions import LanguageToolError as ClientError

    try:
        return _client(url, language).check(text)
    except ClientError as error:
        if _is_timeout(error) or not is_local(url) or _await_restart(url):
            raise LanguageToolError(_reason(error)) from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise LanguageToolError(
            f"{url} does not answer as LanguageTool does ({type(error).__name__}: {error})"
        ) from None
    try:
        return _client(url, language).check(text)
    except ClientError as error:
        raise LanguageToolError(_reason(error)) from None


@lru_cache(maxsize=8)
def _client(url: str, language: str) -> LanguageTool:
    from language_tool_python import LanguageTool

    class Client(LanguageTool):
        """The client with our time limit: its own, five minutes, would hold up a whole run."""

        _TIMEOUT = ANSWER_SECONDS  # type: ignore[assignment]

    # A proxy set for the outside world must never see an article meant for this machine.
    proxies = {"http": "", "https": "", "all": ""} if is_local(url) else None
    return Client(language, remote_server=url, proxies=proxies)


@lru_cache(maxsize=8)
def _await_restart(url: str) -> str:
    """Wait once for a local server that is being started again; return why it is not."""
    return wait_for_answer(url, RESTART_SECONDS)


def _is_timeout(error: BaseException) -> bool:
    return "timeout" in type(error.__cause__).__name__.lower()


def _reason(error: Exception) -> str:
    if _is_timeout(error):
        return f"LanguageTool gave no answer within {ANSWER_SECONDS:.0f} seconds"
    first = str(error).strip().splitlines()[0:1]
    return f"LanguageTool gave no answer: {first[0][:200] if first else type(error).__name__}"


def _end_of(text: str, start: int, units: int) -> int:
    """Return where a run of `units` UTF-16 units from `start` ends, in code points.

    The client turns offsets into code points, but leaves lengths as the server counts them.
    """
    end = start
    while units > 0 and end < len(text):
        units -= 2 if ord(text[end]) > 0xFFFF else 1
        end += 1
    return end
