#!/usr/bin/env bash
# Time, processor time and peak memory of every stage on given CSV files, and the API's time to its first good answer.
#   benchmarks/stages.sh FILE.csv...                     (without files: the simulated sample)
#   BASELINE=COMMIT benchmarks/stages.sh FILE.csv...     each line in turns with another commit
# Each stage runs twice before it is measured: to compile, and to have its archive of classes. "launch" is what passes
# before the JVM of a script starts. Needs GNU time and curl, and a machine that does nothing else.
set -euo pipefail
home="$(cd "$(dirname "$0")/.." && pwd)"
[ $# -gt 0 ] || set -- "$home/sample/simulated-league.csv"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/new"
projects=("$home")
if [ -n "${BASELINE:-}" ]; then
  mkdir -p "$work/$BASELINE" "$work/project"
  git -C "$home" archive "$BASELINE" | tar --extract --directory "$work/project"
  projects+=("$work/project")
fi
lake_of() { [ "$1" = "$home" ] && echo "$work/new" || echo "$work/$BASELINE"; }

# The processes that a script starts count as its own.
measure() { # label, how often before, script and arguments without the lake
  local label=$1 before=$2 project
  shift 2
  for project in "${projects[@]}"; do
    local lake command
    lake=$(lake_of "$project")
    command=("$project/jbangw" "$@")
    [ "$1" = build ] || command+=(--lake "$lake")
    for ((i = 0; i < before; i++)); do (cd "$project" && "${command[@]}") >/dev/null 2>&1; done
    (cd "$project" && /usr/bin/time --format '%e %U %S %M' --output "$work/figures" "${command[@]}") >/dev/null 2>&1
    awk -v label="$label" -v which="${lake##*/}" \
      '{ printf "%-28s %-10s %5.2f s  %5.2f s of CPU  %3.0f MiB\n", label, which, $1, $2 + $3, $4 / 1024 }' "$work/figures"
  done
}

first_answer() { # project
  local lake port=18080 start api first
  lake=$(lake_of "$1")
  for round in 1 2 3; do
    start=$(date +%s%N)
    "$1/jbangw" "$1/04_api.java" --port "$port" --lake "$lake" >/dev/null 2>&1 &
    api=$!
    until curl -sf -o /dev/null -H 'Content-Type: application/json' -d '{"home":"Flamengo","away":"Palmeiras"}' \
        "http://127.0.0.1:$port/predict"; do sleep 0.02; done
    first=$(( ($(date +%s%N) - start) / 10000000 ))
    [ "$round" -lt 3 ] || awk -v first="$first" -v which="${lake##*/}" \
      '/VmHWM/ { printf "%-28s %-10s %5.2f s %19s %3.0f MiB\n", "API to its first /predict", which, first / 100, "", $2 / 1024 }' \
      "/proc/$api/status"
    kill "$api"
    wait "$api" || true
  done
}

files=()
for file in "$@"; do files+=("$(cd "$(dirname "$file")" && pwd)/${file##*/}"); done
for project in "${projects[@]}"; do "$project/jbangw" "$project/02_etl.java" add --lake "$(lake_of "$project")" "${files[@]}" >/dev/null; done
measure 'launch' 2 build 02_etl.java
measure 'ETL' 2 02_etl.java run
measure 'train' 2 03_train.java train
measure 'leaderboard, newest seasons' 1 03_train.java leaderboard
for turn in 1 2 3; do measure 'whole pipeline' $((turn == 1 ? 2 : 0)) 06_pipeline.java run; done
for project in "${projects[@]}"; do first_answer "$project"; done
