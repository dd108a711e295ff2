#!/usr/bin/env bash
# Time and peak memory of every stage on given CSV files, and the API's time to its first good answer.
#   benchmarks/stages.sh FILE.csv...        (without files: the simulated sample)
# Each stage runs once to compile and once to be measured. Needs GNU time and curl.
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
  /usr/bin/time --format '%e s %M KiB' --output "$figures" "$home/jbangw" "$@" --lake "$lake" >/dev/null 2>&1
  printf '%-34s %s\n' "$label" "$(cat "$figures")"
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
printf '%-34s %s s\n' 'API, start to first good /predict' "$(( ($(date +%s%N) - start) / 10000000 ))e-2"
awk '/VmHWM/ { printf "%-34s %s KiB\n", "API, peak memory", $2 }' "/proc/$api/status"
kill "$api"
wait "$api" || true
