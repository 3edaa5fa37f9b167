# Sourced by the scripts beside it, from the root of the project, after a build.
tools=$(dirname "$(readlink -f "$(command -v swift)")")

# Where the modules lie, and the headers of what they import.
includes=(-I .build/release/Modules)
while IFS= read -r map; do includes+=(-I "$(dirname "$map")"); done \
  < <(find Sources/Foundations .build/checkouts/ -name module.modulemap)
for map in .build/release/*.build/module.modulemap; do includes+=(-Xcc -fmodule-map-file="$map"); done

# symbols LIBRARY FOLDER: writes the graph of its public symbols into the folder.
symbols() {
  mkdir -p "$2"
  "$tools/swift-symbolgraph-extract" -module-name "$1" "${includes[@]}" -target "$(uname -m)-unknown-linux-gnu" \
    -output-dir "$2" -minimum-access-level public -skip-synthesized-members
}
