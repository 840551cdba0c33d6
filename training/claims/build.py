"""Writes claim-sentences.jsonl, the data set of claim sentences: see README.md beside this file.

    python training/claims/build.py SINGLE.jsonl

SINGLE.jsonl: the sentences that were written one by one (`text`, `label`). From the marked articles
each sentence is taken with its heading and the sentence before it. Same input, same bytes out.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lexicon"))

from claimed import FORMAT, HELD_OUT, is_held_out, read_line  # noqa: E402
from marks import read_marked  # noqa: E402

OUT = HERE / "claim-sentences.jsonl"
NONE = "none"
_END = re.compile(r"(?<=[.!?])[\"”']?\s+(?=[\"“'A-Z0-9$£€])|(?<=\])\s+")
_LONGEST_HEADING = 60
# What a sentence that was written alone is about, by the first of these words in it.
_TREATMENTS = (
    ("botulinum-toxin", r"botox|botulinum|wrinkle|frown"), ("fillers", r"filler|lip"),
    ("laser-hair-removal", r"hair removal|laser hair"), ("hair-loss", r"hair|bald|follic|scalp"),
    ("skin", r"skin|acne|peel|needling|scar|tattoo|psoriasis|eczema|wart|mole"),
    ("teeth", r"teeth|tooth|dent|aligner|brace|veneer|whiten|gum|smile"),
    ("weight-loss", r"weight|fat|semaglutide|ozempic|wegovy|glp|pounds|slim|appetite|diet"),
    ("conceiving", r"ivf|fertil|embryo|egg|pregnan|baby|sperm|conceiv"),
    ("hormones", r"hormone|testosterone|menopaus|pellet|hrt|thyroid"),
    ("stem-cells", r"stem cell|exosome|prp|regenerat|platelet"),
    ("drips", r"\biv\b|drip|vitamin|nad"),
    ("ketamine", r"ketamine"), ("tms", r"\btms\b|magnetic"),
    ("addiction", r"addict|rehab|detox|alcohol|opioid|smok|sober|craving"),
    ("mind", r"depress|anxi|ptsd|trauma|therap(?:y|ist)|adhd|autis|panic|mood|mind|brain"),
    ("sleep", r"sleep|snor|apn|insomn"), ("hearing", r"hear|tinnitus|\bear"),
    ("eyes", r"lasik|eye|vision|sight|lens|cataract|glasses"),
    ("spine-and-joints", r"back|spine|spinal|joint|knee|hip|disc|chiropract|physio|posture|arthr"),
    ("needles", r"acupunct|needle|cupping"),
    ("oxygen-and-cold", r"oxygen|hyperbaric|cryo|ozone|sauna"),
    ("veins-and-heart", r"vein|heart|blood pressure|stroke|cholesterol"),
    ("cancer", r"cancer|tumou?r|chemo"), ("nerves", r"neuropath|nerve|migraine|headache|pain"),
    ("gut", r"gut|colon|reflux|bowel|digest|liver"), ("allergy", r"allerg|asthma|hay fever"),
    ("blood-sugar", r"diabet|insulin|blood sugar"), ("immunity", r"immun|vaccin|virus"),
    ("children", r"child|infant|toddler"),
    ("supplements", r"supplement|herb|cbd|oil|peptide|mushroom"),
    ("surgery", r"surg|operat|implant|lift|breast"),
)  # fmt: skip
_NAMED = [(name, re.compile(words, re.IGNORECASE)) for name, words in _TREATMENTS]


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the sentences of a marked article, each with what stands before it."""
    header, lines = read_marked(path, FORMAT)
    treatment = header[0].split("subject: ")[1].split(";")[0]
    heading = before = ""
    for pieces in lines:
        text, marks = read_line(pieces)
        for start, end in _sentences(text):
            said = text[start:end]
            inside = [mark for mark in marks if mark.start < end and start < mark.end]
            labels = sorted({mark.category for mark in inside if mark.certain})
            label = labels[0] if labels else "doubtful" if inside else NONE
            also = {"also": labels[1:]} if labels[1:] else {}
            yield {
                "text": said, "label": label, **also,
                "treatment": treatment, "heading": heading, "before": before,
                "part": "held-back" if is_held_out(path) else "open",
                "source": path.stem, "writer": "language model, for this project",
            }  # fmt: skip
            before = said
        if text and len(text) < _LONGEST_HEADING and text.rstrip()[-1:] not in '.!?"”:':
            heading, before = text.strip("- "), ""


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def single_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the sentences that were written alone, those on held-out treatments held back."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        held_back = HELD_OUT.search(text)
        named = next((name for name, words in _NAMED if words.search(text)), "general")
        if held_back:
            named = held_back[0].lower()
        yield {
            "text": text, "label": row["label"],
            "treatment": named, "heading": "", "before": "",
            "part": "held-back" if held_back else "open",
            "source": "single", "writer": "language model, for this project",
        }  # fmt: skip


def main() -> None:
    """Write the data set."""
    rows = list(single_rows(Path(sys.argv[1])))
    for path in sorted(HERE.glob("*.txt")):
        rows += rows_of(path)
    seen: set[str] = set()
    with OUT.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            if row["text"] in seen:
                continue
            seen.add(row["text"])
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
