"""The report's date: the only date that anything depends on."""

from __future__ import annotations

import datetime
import os

from auditor.errors import AuditError


def report_date(given: str | None) -> datetime.date:
    """Return the date `given` as YYYY-MM-DD, else SOURCE_DATE_EPOCH's (UTC), else today.

    Raise AuditError if one of them is no date.
    """
    if given:
        try:
            return datetime.date.fromisoformat(given)
        except ValueError:
            raise AuditError(f"--as-of: '{given}' is no date; write it as 2026-01-31") from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.date.today()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise AuditError(f"SOURCE_DATE_EPOCH: '{epoch}' is no number of seconds") from None
