"""The status of equipment: a kit that prepares a thing may be cleared where the thing is not."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.claims.reading import Reading

# How far from its status a device may stand that comes after it: "FDA-cleared blood kit".
_NEAR = 3
# Where the use is said at the latest, counted from the status: "cleared by the FDA for mixing".
_USE_WITHIN = 12
_MOST_USE_WORDS = 6


def is_of_equipment(reading: Reading, own: Iterable[int]) -> bool:
    """Say whether a status word of the match is a device's, cleared for a use that is said.

    The device prepares, makes, holds or delivers something. A use that is a disease, or the thing
    itself, is none: "our ozone machine is FDA-approved for asthma" sells the ozone.
    """
    sentence = reading.sentence_at(min(own))
    words, word_set = reading.words, reading.rules.word_set
    if word_set("equipment").isdisjoint(words[sentence.start : sentence.end]):
        return False
    for status in sorted(own):
        if words[status] not in word_set("approved"):
            continue
        device = _before(reading, sentence.start, status)
        if device is None:
            device = _after(reading, status, sentence.end)
        if device is not None and _has_use(reading, max(status, device) + 1, sentence.end):
            return True
    return False


def _before(reading: Reading, start: int, status: int) -> int | None:
    """Return the device whose status the words before `status` give: "kits that ... are cleared".

    Whatever stands between names what the device does, and never another holder of the status.
    """
    words, word_set = reading.words, reading.rules.word_set
    verb = status - 1
    while verb > start and words[verb] in word_set("status-fillers"):
        verb -= 1
    device = next(
        (at for at in range(verb, start - 1, -1) if words[at] in word_set("equipment")), -1
    )
    if device < 0 or not word_set("breaks").isdisjoint(words[device + 1 : status]):
        return None
    between = words[device + 1 : verb + 1]
    if not between:
        return device if device + 1 < status else None
    done = between[0] in word_set("device-links") and any(
        word in word_set("handling-verbs") for word in between[1:4]
    )
    again = not word_set("relatives").isdisjoint(between[1:])
    return device if done and not again and words[verb + 1] in word_set("be") else None


def _after(reading: Reading, status: int, end: int) -> int | None:
    """Return the device that the status stands before; the thing itself is not in between."""
    words, word_set = reading.words, reading.rules.word_set
    for at in range(status + 1, min(status + 1 + _NEAR, end)):
        if words[at] in word_set("equipment"):
            return at
        if words[at] in word_set("unapproved") or words[at] in word_set("breaks"):
            return None
    return None


def _has_use(reading: Reading, start: int, end: int) -> bool:
    """Say whether a use of the device is said there, and not a disease or the thing itself."""
    words, word_set = reading.words, reading.rules.word_set
    no_use = word_set("unapproved-uses") | word_set("problems") | word_set("everyone")
    for at in range(start, min(start + _USE_WITHIN, end - 1)):
        if words[at] not in word_set("use-openers"):
            continue
        use = words[at + 1 : min(at + 1 + _MOST_USE_WORDS, end)]
        things = [index for index, word in enumerate(use) if word in word_set("unapproved")]
        handled = not word_set("handling-verbs").isdisjoint(use[: things[0]] if things else ())
        if no_use.isdisjoint(use) and (not things or handled) and use[0].isalpha():
            return True
    return False
