"""What git says has changed: the articles, and the lines in them, since a revision."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.article import Article
from auditor.discovery import Job
from auditor.errors import ChangesError
from auditor.findings import Finding
from auditor.report import Entry, Report
from auditor.spool import map_entries

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
# Git takes a carriage return alone for no line's end; we do, as editors do.
_LONE_RETURN = re.compile(rb"\r(?!\n)")
# A house's own settings must not change what a diff looks like, nor run anything.
_PLAIN_DIFF = ("--no-ext-diff", "--no-textconv", "--no-color", "--find-renames")

Lines = tuple[range, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The files that changed since a revision, with their former path if they were renamed.

    top: the folder of the repository. base: the commit that was compared with. before: by
    absolute path the former path, relative to `top`; None for a file that is new.
    """

    top: Path
    base: str
    before: dict[Path, str | None]

    def take(self, jobs: Iterable[Job]) -> tuple[Job, ...]:
        """Return the jobs whose file changed."""
        return tuple(job for job in jobs if self._path(job) is not None)

    def lines(self, job: Job) -> Lines | None:
        """Return the lines that were added or edited, as git counts them, or None for all.

        All are those of a new file, of one that git takes for binary, and of one with lines that
        end in a carriage return alone.
        """
        path = self._path(job)
        before = self.before[path] if path else None
        if path is None or before is None or _LONE_RETURN.search(path.read_bytes()):
            return None
        here = path.relative_to(self.top).as_posix()
        patch = _git(
            self.top,
            "diff",
            *_PLAIN_DIFF,
            "--unified=0",
            "--inter-hunk-context=0",
            self.base,
            "--",
            before,
            here,
        ).stdout
        if b"\nBinary files " in patch:
            return None
        return tuple(
            range(int(start), int(start) + int(count or 1))
            for start, count in (match.groups() for match in _HUNK.finditer(patch))
        )

    def _path(self, job: Job) -> Path | None:
        """Return the job's file as `before` names it; a link by its own name or its target's."""
        if job.file is None:
            return None
        names = (job.file.parent.resolve() / job.file.name, job.file.resolve())
        return next((name for name in names if name in self.before), None)


def find_changes(start: Path, revision: str) -> Changes:
    """Return what changed in the repository of `start` since `revision` and HEAD parted.

    Changes that are not committed and files that git does not track yet are included; files that
    it ignores are not. Raise ChangesError if git can't say.
    """
    top = Path(os.fsdecode(_ask(start, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    base = _merge_base(top, revision)
    before: dict[Path, str | None] = {}
    listed = _ask(top, "diff", *_PLAIN_DIFF, "--name-status", "-z", base, "--").split(b"\0")
    for old, new in _read_names([os.fsdecode(name) for name in listed]):
        before[top / new] = old
    for name in _ask(top, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0"):
        if name:
            before[top / os.fsdecode(name)] = None
    return Changes(top, base, before)


def only_changed_lines(report: Report, jobs: Sequence[Job], changes: Changes) -> Report:
    """Return the report with only the findings that touch a line which changed.

    Findings on the whole article are kept where all its lines changed: if it is new. Word files
    have no lines, so that all their findings are kept.
    """
    by_path = {job.path: job for job in jobs}
    kept = map_entries(report.entries, lambda entry: _keep(entry, by_path[entry.path], changes))
    narrowed = replace(report, entries=kept)
    fired = {rule_id for brief in narrowed.briefs for rule_id in brief.rules}
    rules = {name: rule for name, rule in report.rules.items() if name in fired}
    return replace(narrowed, rules=rules)


def uncommitted(file: Path) -> str:
    """Return what git says of a file that it could not bring back, empty if all is committed.

    Also empty outside of a repository, for a file that git ignores, and without git.
    """
    try:
        said = _git(file.parent, "status", "--porcelain", "--", file.name)
    except ChangesError:
        return ""
    if said.returncode or not said.stdout:
        return ""
    return "is not tracked" if said.stdout.startswith(b"??") else "has uncommitted changes"


def _keep(entry: Entry, job: Job, changes: Changes) -> Entry:
    article = entry.article
    if article is None or article.format == "docx":
        return entry
    lines = changes.lines(job)
    if lines is None:
        return entry
    return replace(
        entry,
        findings=tuple(f for f in entry.findings if _touches(f, article, lines)),
        suppressed=tuple(f for f in entry.suppressed if _touches(f, article, lines)),
    )


def _touches(finding: Finding, article: Article, lines: Lines) -> bool:
    places = [article.place(span) for span in finding.spans if len(span)]
    return any(
        place.line < changed.stop and changed.start <= place.end_line
        for place in places
        for changed in lines
    )


def _merge_base(top: Path, revision: str) -> str:
    # One that begins with a dash would be read as an option.
    name = "" if revision.startswith("-") else f"{revision}^{{commit}}"
    found = _git(top, "rev-parse", "--verify", "--quiet", name)
    if found.returncode:
        raise ChangesError(f"git knows no revision '{revision}'{_hint(top)}")
    if _git(top, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
        raise ChangesError(f"{top}: git has no commit here yet, so nothing to compare with")
    base = _git(top, "merge-base", found.stdout.decode().strip(), "HEAD")
    if base.returncode:
        raise ChangesError(f"git finds no common history of '{revision}' and HEAD{_hint(top)}")
    return base.stdout.decode().strip()


def _hint(top: Path) -> str:
    if _git(top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        return (
            "; this clone is shallow, so fetch more history: git fetch --deepen=1000 "
            "(in GitHub Actions: fetch-depth: 0)"
        )
    return "; fetch it first, as in: git fetch origin"


def _read_names(listed: Sequence[str]) -> Iterator[tuple[str | None, str]]:
    """Yield former and present path of each file that `--name-status -z` lists as being there."""
    names = iter(listed)
    for status in names:
        if not status:
            continue
        first = next(names)
        if status[0] in "RC":
            yield first, next(names)
        elif status[0] != "D":
            yield (None if status[0] == "A" else first), first


def _ask(folder: Path, *arguments: str) -> bytes:
    """Return what git says. Raise ChangesError, in one line, if it refuses."""
    answer = _git(folder, *arguments)
    if answer.returncode == 0:
        return answer.stdout
    said = answer.stderr.decode("utf-8", "replace").strip().splitlines()
    if said and "not a git repository" in said[0]:
        raise ChangesError(f"{folder}: --changed-since needs a git repository, and this is in none")
    reason = said[0].removeprefix("fatal: ") if said else f"exit code {answer.returncode}"
    raise ChangesError(f"{folder}: git {arguments[0]} failed: {reason}")


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "--literal-pathspecs", "-c", "core.fsmonitor=false", *arguments],
            cwd=folder,
            env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise ChangesError("--changed-since needs git, and no git command was found") from None
