"""Pin the files that a LanguageTool server for English is made of.

    python training/languagetool/pin.py auditor/languagetool/artifacts.txt

Needs Maven, which the product itself does not: it resolves `pom.xml` beside this script. Writes
a line for each file: `group:artifact:version[:classifier] sha256 bytes`.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
LINE = re.compile(r"([\w.-]+):([\w.-]+):jar:(?:([\w.-]+):)?([\w.-]+):(?:compile|runtime)")


def main() -> None:
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        maven = ["mvn", "-B", "-q", "-f", str(POM)]
        scope = "-DincludeScope=runtime"
        listing = Path(folder, "list.txt")
        copy = f"-DoutputDirectory={folder}/jars"
        subprocess.run([*maven, "dependency:copy-dependencies", scope, copy], check=True)
        subprocess.run([*maven, "dependency:list", scope, f"-DoutputFile={listing}"], check=True)
        # Two groups may ship one artifact; libs/ has room for one of the name: the newer.
        lines: dict[tuple[str, str], tuple[list[int], str]] = {}
        for group, artifact, classifier, version in LINE.findall(listing.read_text("utf-8")):
            suffix = f"-{classifier}" if classifier else ""
            data = Path(folder, "jars", f"{artifact}-{version}{suffix}.jar").read_bytes()
            name = ":".join(filter(None, (group, artifact, version, classifier)))
            order = [int(number) for number in re.findall(r"\d+", version)]
            line = f"{name} {hashlib.sha256(data).hexdigest()} {len(data)}"
            key = (artifact, classifier)
            lines[key] = max(lines.get(key, (order, line)), (order, line))
    target.write_text("\n".join(sorted(line for _, line in lines.values())) + "\n", "utf-8")
    print(len(lines), "files")


if __name__ == "__main__":
    main()
