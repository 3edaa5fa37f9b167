#!/usr/bin/env bash
# Does `verify` notice a bias of one percent? Puts the mutations of mutations.tsv into a copy of the committed sources, one core formula
# or more for every figure, builds it, verifies all figures in part, and those as a whole of which the cells that were drawn do
# not tell, with the published networks; and says for each whether it was noticed. Takes about 10 minutes.
# Usage: Tools/Mutations/run.sh [FOLDER], where the copy is made (default: a new one).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${1:-$(mktemp -d)/mutated}
git clone --quiet "$root" "$folder"
cd "$folder"

while IFS=$'\t' read -r file before after; do
  case "$file" in '#'*) continue ;; esac
  python3 - "$file" "$before" "$after" <<'PYTHON'
import sys
file, before, after = sys.argv[1:]
text = open(file).read()
if text.count(before) != 1:
    sys.exit(f"{file}: '{before}' stands there {text.count(before)} times, and not once: mend mutations.tsv.")
open(file, "w").write(text.replace(before, after))
PYTHON
done <Tools/Mutations/mutations.tsv

./reproduce.sh list >/dev/null
missed=0
status=0
./reproduce.sh verify --part >verify.txt || status=$?
cat verify.txt
for name in Sources/Figures/*/; do
  slug=$(basename "$name" | sed -E 's/([a-z0-9])([A-Z])/\1-\2/g; s/([A-Z]+)([A-Z][a-z])/\1-\2/g' | tr '[:upper:]' '[:lower:]')
  grep -qE "^$slug +DIFFERS" verify.txt && continue
  echo "$slug: the cells that were drawn do not tell; now as a whole."
  ./reproduce.sh verify --examine "$slug" >whole.txt || true
  cat whole.txt
  if ! grep -qE "^$slug +DIFFERS" whole.txt; then
    echo "$slug: the bias was not noticed."
    missed=$((missed + 1))
  fi
done
echo "$missed figures were not noticed; verify ended with $status."
[ "$missed" -eq 0 ]
