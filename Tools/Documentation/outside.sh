#!/usr/bin/env bash
# Does a package of somebody else build with these libraries as docs/your-own-system.md says? Makes that package beside a copy of the
# committed sources, with the page's own manifest, every example of it, of docs/channels-and-reservoirs.md, of
# docs/information-in-trajectories.md and of README.md, builds it in Swift 6 mode with warnings as errors, and runs all. Takes some minutes.
# Usage: Tools/Documentation/outside.sh [FOLDER], where the package is made (default: a new one).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${1:-$(mktemp -d)}
page=$root/docs/your-own-system.md
git clone --quiet "$root" "$folder/mesoscale"
mkdir -p "$folder/MySystem/Sources/MySystem"
cd "$folder/MySystem"

python3 - "$page" "$root/README.md" "$root/docs/channels-and-reservoirs.md" \
  "$root/docs/information-in-trajectories.md" <<'PYTHON'
import re, sys
blocks = re.findall(r"```swift\n(.*?)```", open(sys.argv[1]).read(), re.S)
manifest, examples = blocks[0], blocks[1:]
assert manifest.startswith("// swift-tools-version") and len(examples) == 4, "the page has a manifest and four examples"
for further in sys.argv[3:]:
    more = re.findall(r"```swift\n(.*?)```", open(further).read(), re.S)
    assert len(more) == 2, f"{further} has two examples"
    examples += more
open("Package.swift", "w").write(manifest)
readme = re.search(r"```swift\n// Package.swift(.*?)```", open(sys.argv[2]).read(), re.S)
assert readme, "README.md has an example"
calls = []
for place, example in enumerate(examples):
    open(f"Sources/MySystem/Example{place}.swift", "w").write(example)
    for name, file in re.findall(r"^func (\w+)\((to file: URL)?\) throws \{", example, re.M):
        calls.append(f'try {name}({"to: file" if file else ""})')
lines = ["//" + readme[1], "import Foundation", 'let file = URL(filePath: "trajectories.csv")'] + calls
open("Sources/MySystem/main.swift", "w").write("\n".join(lines) + "\n")
PYTHON

swift build -c release -Xswiftc -warnings-as-errors
swift run -c release --skip-build MySystem
head -n 3 trajectories.csv
