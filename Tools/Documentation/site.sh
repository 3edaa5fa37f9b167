#!/usr/bin/env bash
# The documentation as a folder of pages that open without a server and without a network: the pages of docs and the libraries that
# people import. `./reproduce.sh docs` builds what it needs and runs it.
#
# docc reads the comments and the pages, and complains about what it cannot resolve: any warning is an error here. Its own renderer asks a
# server for the content of each page, and shows nothing from a folder. So its output is written as plain pages by render.py, and is
# kept beside them for those who want its search and navigation.
# Usage: Tools/Documentation/site.sh FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder=$1
. Tools/Documentation/symbols.sh
libraries=(StochasticThermodynamics Estimation SensoryComplexes Companion)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# A catalogue is the one in Documentation; that of the project takes the pages of docs as articles.
for catalogue in Mesoscale "${libraries[@]}"; do
  mkdir -p "$scratch/$catalogue.docc" "$scratch/graphs/$catalogue" "$scratch/docc"
  cp Documentation/"$catalogue".docc/*.md "$scratch/$catalogue.docc"
done
python3 Tools/Documentation/articles.py "$scratch/Mesoscale.docc"
for library in "${libraries[@]}"; do symbols "$library" "$scratch/graphs/$library"; done

for catalogue in Mesoscale "${libraries[@]}"; do
  "$tools/docc" convert "$scratch/$catalogue.docc" --fallback-display-name "$catalogue" \
    --fallback-bundle-identifier "mesoscale.$catalogue" --additional-symbol-graph-dir "$scratch/graphs/$catalogue" \
    --hosting-base-path "docc/$catalogue" --warnings-as-errors --output-path "$scratch/docc/$catalogue" \
    >>"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
done
if grep -q "warning:" "$scratch/log"; then
  cat "$scratch/log" >&2
  exit 1
fi

rm -rf "$folder/docc" "$folder/pages" "$folder/index.html"
mkdir -p "$folder"
python3 Tools/Documentation/render.py "$scratch/docc" "$folder" Mesoscale "${libraries[@]}"
mv "$scratch/docc" "$folder/docc"
