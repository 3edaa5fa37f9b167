#!/usr/bin/env bash
# Reproduces the figures of the paper: installs what is missing, builds, runs, and says what became of each figure.

# Another shell that was told to read this hands it over to bash.
if [ -z "${BASH_VERSION:-}" ]; then
  command -v bash >/dev/null || { echo "reproduce.sh: bash is not installed, and this needs it." >&2; exit 1; }
  exec bash "$0" "$@"
fi
set -euo pipefail
unset CDPATH
user_folder=$PWD

# The folder of this file, not that of a link to it.
file=${BASH_SOURCE[0]}
while [ -L "$file" ]; do
  link=$(readlink "$file")
  case "$link" in /*) file=$link ;; *) file=$(dirname "$file")/$link ;; esac
done
cd "$(dirname "$file")"

usage() {
  cat <<'TEXT'
./reproduce.sh                      every figure at paper quality
./reproduce.sh parity-gate [...]    these figures only
./reproduce.sh list                 the figures: slug, title, section, expected minutes, state
./reproduce.sh numbers parity-gate  all numbers of a figure; --json or --csv for other programs
./reproduce.sh show parity-gate     all that is known of its latest run
./reproduce.sh runs                 what was run, the latest first
./reproduce.sh verify [...]         compute published figures again and compare every number; --new-seed, --examine, --part
./reproduce.sh status               is every figure up to date, and if not, what changed
./reproduce.sh explain parity-gate  what changed, and which cells would be computed again
./reproduce.sh merge a.sqlite [...] add what other stores hold
./reproduce.sh cluster status       the job arrays of a cluster that compute for the store
./reproduce.sh weave --check        do PAPER.md and README.md quote the published numbers?
./reproduce.sh docs [FOLDER]        the documentation as pages that need no network, in .build/site
./reproduce.sh test                 every test
./reproduce.sh bench [...]          how fast the kernels are; --quick, --only TEXT, --python PROGRAM

  --quick                     small parameters: a first look in seconds, marked as such
  --jobs N                    compute N cells at a time, of all figures together (default: all processors)
  --seed S                    another seed for all random numbers
  --set figure.name=value     another value of a parameter; may be repeated
  --store FILE                another store than data/runs.sqlite
  --numbers                   every number at the end, not only the headline numbers
  --report FILE               how long the run and its figures took, as JSON
  --on slurm                  compute cells as job arrays; --tasks N, --minutes-per-task M, --partition P, --sbatch "..."
  --portable                  a build that runs on any processor of the kind, for clusters of several

Figures are written to figures/, numbers and their origin to data/runs.sqlite. Run it again after an interruption: what is
stored is not computed again.
TEXT
}

say() { printf '%s\n' "$*" >&2; }
stop() { say "reproduce.sh: $*"; exit 1; }

# patiently TEXT LOG COMMAND...: runs the command with its output in the log, and says every half minute that it goes on.
patiently() {
  local text=$1 log=$2 speaker status=0
  shift 2
  while sleep 30 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
    say "$text goes on; $log shows how far it is ..."
  done &
  speaker=$!
  trap "kill $speaker 2>/dev/null" EXIT
  "$@" >"$log" 2>&1 || status=$?
  kill $speaker 2>/dev/null || true
  wait $speaker 2>/dev/null || true
  trap - EXIT
  return $status
}

# What the build and the figures need beside Swift, as Debian and Ubuntu name it.
packages=(
  git gnuplot-nox fonts-liberation libsqlite3-dev libnlopt-dev libssl-dev liblapacke-dev libopenblas-dev libpng-dev
)
# What the tests need to look at figures as readers do. MESOSCALE_RENDERERS names the renderers that must be there.
test_packages=(fontconfig librsvg2-bin)
[[ " ${MESOSCALE_RENDERERS:-} " != *" chromium "* ]] || test_packages+=(chromium)
# And to compute on a cluster as readers do; a cluster's own Slurm is not touched.
[ "${MESOSCALE_SCHEDULER:-}" != slurm ] || command -v slurmctld >/dev/null \
  || test_packages+=(slurmctld slurmd slurm-client munge procps)

# Sees the variables `as_root` and `missing` of its caller.
install_packages() {
  "${as_root[@]}" apt-get update \
    && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install --yes --no-install-recommends "${missing[@]}"
}

install_missing() {
  command -v dpkg-query >/dev/null || { require_by_hand; return; }
  local missing=() package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] && continue
    # Any gnuplot and any Chromium will do, and so will a git that did not come as a package.
    [ "$package" = gnuplot-nox ] && command -v gnuplot >/dev/null && continue
    [ "$package" = git ] && command -v git >/dev/null && continue
    [ "$package" = chromium ] && command -v chromium chromium-browser google-chrome >/dev/null && continue
    missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local command="apt-get update && apt-get install --yes --no-install-recommends ${missing[*]}" as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
      as_root=(sudo)
    else
      stop "these packages are missing: ${missing[*]}. Install them as root and run this again:
    $command"
    fi
  fi
  say "Installing ${missing[*]} ..."
  require_build_folder
  # A package server can fail once for no reason.
  local try
  for try in 1 2; do
    patiently "The installation" .build/install.log install_packages && return
    sleep 2
  done
  tail -n 5 .build/install.log >&2
  stop "the packages could not be installed; .build/install.log says why. The command was:
    $command"
}

# Elsewhere we cannot install, but we can say what is missing.
require_by_hand() {
  local missing=()
  command -v gnuplot >/dev/null || missing+=("gnuplot 5.4 or newer")
  command -v git >/dev/null || missing+=("git")
  [ ${#missing[@]} -eq 0 ] || stop "please install ${missing[*]}, and the headers of SQLite, NLopt, OpenSSL, LAPACKE, OpenBLAS and libpng."
}

check_swift() {
  command -v swift >/dev/null || stop "Swift is not installed: get version 6.2 or newer from https://www.swift.org/install."
  local version
  version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1 || true)
  [ -n "$version" ] || stop "'swift --version' does not answer with a version: is Swift installed properly?"
  local major=${version%%.*} minor=${version#*.}
  if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
    stop "Mesoscale needs Swift 6.2 or newer, and this is Swift $version: see https://www.swift.org/install."
  fi
}

# Optimised for this processor; imports that skip a floor are errors.
build_folder=.build
flags=(-c release -Xswiftc -target-cpu -Xswiftc native --explicit-target-dependency-import-check error)
export MESOSCALE_BUILD="release, -target-cpu native"
# OpenBLAS would start a thread per processor when it is loaded; threads are the sweep's business.
export OPENBLAS_NUM_THREADS=1

require_build_folder() {
  mkdir -p .build 2>/dev/null && [ -w .build ] && { : >>.build/build.log; } 2>/dev/null \
    || stop "you may not write to $PWD/.build: make it yours (chown -R $(id -un) .build), or use a copy of this folder."
}

# A build for any processor of the kind, beside the other one.
use_portable_build() {
  build_folder=.build-portable
  flags=(--scratch-path "$build_folder" -c release --explicit-target-dependency-import-check error)
  export MESOSCALE_BUILD="release"
}

# Sets `arguments`: the command line with files as they are named where the user stands, not here.
from_here() {
  local argument is_file=no
  arguments=()
  for argument in "$@"; do
    if [ $is_file = yes ]; then
      argument=$(placed "$argument")
      is_file=no
    else
      case "$argument" in
        --store | --report) is_file=yes ;;
        --portable)
          use_portable_build
          continue
          ;;
        --store=* | --report=*) argument=${argument%%=*}=$(placed "${argument#*=}") ;;
      esac
    fi
    arguments+=("$argument")
  done
}

placed() {
  case "$1" in
    /* | "") printf '%s' "$1" ;;
    *) if [ "$user_folder" -ef . ]; then printf '%s' "$1"; else printf '%s' "$user_folder/$1"; fi ;;
  esac
}

# Swift keeps caches in the home folder. Without one that can be written, as of a service or in a container, they lie beside the build.
use_own_home() {
  [ -n "${HOME:-}" ] && [ -d "$HOME" ] && [ -w "$HOME" ] && return
  local settings="${HOME:-}/.swiftpm/configuration"
  [ ! -r "$settings" ] || flags+=(--config-path "$settings")
  export HOME="$PWD/$build_folder/home"
  mkdir -p "$HOME" || stop "there is no home folder, and $HOME cannot be made: set HOME to a folder that you may write to."
}

# A build knows where it lies, and is of no use elsewhere.
drop_moved_build() {
  local mark="$build_folder/place" place
  if [ -r "$mark" ] && read -r place <"$mark" && [ "$place" != "$PWD" ]; then
    say "This folder was $place when it was built: building anew."
    rm -rf "$build_folder"
    require_build_folder
  fi
  mkdir -p "$build_folder" && printf '%s\n' "$PWD" >"$mark"
}

build() {
  require_build_folder
  use_own_home
  drop_moved_build
  [ -x "$build_folder/release/mesoscale" ] || say "Building; the first time takes a few minutes ..."
  if ! patiently "The build" .build/build.log swift build "${flags[@]}" "$@"; then
    grep -E 'error:' .build/build.log >&2 || tail -n 20 .build/build.log >&2
    stop "the build failed; .build/build.log holds all of it."
  fi
  MESOSCALE_BUILD+=$(dependencies)
}

# The versions of the packages that the build has taken: a run keeps them.
dependencies() {
  local state="$build_folder/workspace-state.json"
  [ ! -r "$state" ] || awk -F '"' '
    /"identity"/ { name = $4 }
    /"version" *: *"/ { if (name != "") printf "; %s %s", name, $4; name = "" }' "$state"
}

# Instructions are counted by valgrind where the processor's counter cannot be read. valgrind knows no AVX-512 and not every
# form of debug information, so it is given a second binary.
build_for_valgrind() {
  command -v valgrind >/dev/null && [ "$(uname -m)" = x86_64 ] || return 0
  .build/release/benchmark --counts-instructions && return 0
  say "Building a second benchmark for valgrind ..."
  if patiently "The build" .build/build-valgrind.log swift build --scratch-path .build-valgrind --product benchmark -c release \
    -Xswiftc -target-cpu -Xswiftc haswell -Xlinker --strip-debug; then
    counting=(--valgrind "$PWD/.build-valgrind/release/benchmark")
  else
    say "It cannot be built (.build/build-valgrind.log); instructions are not counted."
  fi
}

bench() {
  local argument counting=() output=(--json data/benchmark.json)
  for argument in "$@"; do
    case "$argument" in
      # Not the whole measurement: data/benchmark.json stays.
      --quick | --only* | --json* | --help | -h) output=() ;;
    esac
  done
  case " $* " in *" --quick "* | *" --valgrind"* | *" -h "* | *" --help "*) ;; *) build_for_valgrind ;; esac
  .build/release/benchmark "${output[@]}" "${counting[@]}" "$@"
  [ ${#output[@]} -eq 0 ] || say "This is in data/benchmark.json now; ./reproduce.sh weave puts it into data/benchmark.md and README.md."
}

case "${1:-}" in
  help | -h | --help)
    usage
    ;;
  test)
    shift
    packages+=("${test_packages[@]}")
    install_missing
    check_swift
    build --build-tests
    exec swift test "${flags[@]}" --skip-build "$@"
    ;;
  docs)
    shift
    [ $# -le 1 ] || stop "docs takes one folder, and not $#: ./reproduce.sh docs my-folder."
    [[ "${1:-}" != -* ]] || stop "docs has no options: ./reproduce.sh docs my-folder."
    command -v python3 >/dev/null || stop "python3 is not installed, and the pages are written by it."
    install_missing
    check_swift
    build
    site="$PWD/.build/site"
    [ $# -eq 0 ] || site=$(placed "$1")
    Tools/Documentation/site.sh "$site"
    say "Open $site/index.html in a browser.
With a server these are pages with search, too: python3 -m http.server --directory '$site', then http://localhost:8000/docc/Estimation/documentation/estimation/"
    ;;
  bench)
    shift
    install_missing
    check_swift
    build
    bench "$@"
    ;;
  list | new | numbers | runs | show | verify | status | explain | fsck | diff | lineage | impact | identify | checkout | sql \
    | merge | cluster | completion | manual | publish | data | weave | --version)
    install_missing
    check_swift
    build
    # The file that is identified and the folder that is filled lie where the user stands.
    case "$1" in
      identify) [ $# -lt 2 ] || [[ "$2" == -* ]] || set -- "$1" "$(placed "$2")" "${@:3}" ;;
      checkout) [ $# -lt 3 ] || [[ "$3" == -* ]] || set -- "$1" "$2" "$(placed "$3")" "${@:4}" ;;
      merge)
        files=("$1")
        before=
        for argument in "${@:2}"; do
          case "$before $argument" in " -"* | *" -"* | "--store "*) files+=("$argument") ;; *) files+=("$(placed "$argument")") ;; esac
          before=$argument
        done
        set -- "${files[@]}"
        ;;
    esac
    from_here "$@"
    exec .build/release/mesoscale "${arguments[@]}"
    ;;
  *)
    install_missing
    check_swift
    from_here "$@"
    build
    exec "$build_folder/release/mesoscale" run ${arguments[@]+"${arguments[@]}"}
    ;;
esac
