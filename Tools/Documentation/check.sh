#!/usr/bin/env bash
# Is every public symbol of the libraries documented, and can docc read it? Extracts the symbols of every library from the build, looks
# for those without a comment, and converts them, library by library. Prints what is missing and every warning of docc; exit code 1
# where there is any. Half a minute, after ./reproduce.sh list or test.
# Usage: Tools/Documentation/check.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. Tools/Documentation/symbols.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

libraries=$(swift package describe --type json 2>/dev/null | python3 -c '
import json, sys
print(*[p["name"] for p in json.load(sys.stdin)["products"] if "library" in p["type"]])')
for library in $libraries; do
  symbols "$library" "$scratch/$library"
  "$tools/docc" convert --fallback-display-name "$library" --fallback-bundle-identifier "mesoscale.$library" \
    --additional-symbol-graph-dir "$scratch/$library" --output-path "$scratch/$library.doccarchive" >>"$scratch/warnings" 2>&1
done

python3 - "$scratch" <<'PYTHON'
import glob, json, sys
scratch, count, missing = sys.argv[1], 0, []
for file in sorted(glob.glob(f"{scratch}/*/*.symbols.json")):
    for symbol in json.load(open(file))["symbols"]:
        if "location" not in symbol: continue
        count += 1
        if "docComment" not in symbol:
            missing.append(f'{symbol["location"]["uri"]}: {".".join(symbol["pathComponents"])} is not documented')
warnings = open(f"{scratch}/warnings").read()
print("\n".join(missing + [line for line in warnings.splitlines() if line.strip()]), end="\n" if missing else "")
print(f"{count} public symbols, {len(missing)} of them not documented; {warnings.count('warning:')} warnings of docc.")
sys.exit(1 if missing or "warning:" in warnings else 0)
PYTHON
