#!/usr/bin/env bash
# Time and peak memory of every stage on given CSV files, and the API's time to its first good answer.
#   benchmarks/stages.sh FILE.csv...        (without files: the simulated sample)
# Each stage runs once to compile and once to be measured. Needs GNU time and curl, and a machine that does nothing else.
set -euo pipefail
home="$(cd "$(dirname "$0")/.." && pwd)"
[ $# -gt 0 ] || set -- "$home/sample/simulated-league.csv"
lake=$(mktemp -d)
figures=$(mktemp)
trap 'rm -rf "$lake" "$figures"' EXIT

measure() { # label, script and arguments
  local label=$1
  shift
  "$home/jbangw" "$@" --lake "$lake" >/dev/null 2>&1
  /usr/bin/time --format '%e %U %S %M' --output "$figures" "$home/jbangw" "$@" --lake "$lake" >/dev/null 2>&1
  awk -v label="$label" '{ printf "%-34s %5.2f s  %5.2f s of CPU  %3.0f MiB\n", label, $1, $2 + $3, $4 / 1024 }' "$figures"
}

"$home/jbangw" "$home/02_etl.java" add --lake "$lake" "$@" >/dev/null
measure 'ETL' "$home/02_etl.java" run
measure 'train' "$home/03_train.java" train
measure 'leaderboard, newest seasons' "$home/03_train.java" leaderboard
measure 'whole pipeline' "$home/06_pipeline.java" run

"$home/jbangw" build "$home/04_api.java" >/dev/null 2>&1
port=18080
start=$(date +%s%N)
"$home/jbangw" "$home/04_api.java" --port "$port" --lake "$lake" >/dev/null 2>&1 &
api=$!
until curl -sf -o /dev/null -H 'Content-Type: application/json' -d '{"home":"Flamengo","away":"Palmeiras"}' \
    "http://127.0.0.1:$port/predict"; do sleep 0.02; done
first=$(( ($(date +%s%N) - start) / 10000000 ))
awk -v first="$first" '/VmHWM/ { printf "%-34s %5.2f s %19s %3.0f MiB\n", "API to its first good /predict", first / 100, "", $2 / 1024 }' "/proc/$api/status"
kill "$api"
wait "$api" || true
