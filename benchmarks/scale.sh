#!/usr/bin/env bash
# The ETL and the leaderboard on simulated leagues of 10 thousand to 9 million matches: time, processor time, peak memory,
# and where the ETL's time goes. Prints a table and leaves it as CSV.
#   benchmarks/scale.sh [RESULT.csv [MILLIONS]]      (default: scale.csv and 9; ./jbangw benchmarks/ScaleChart.java draws it)
# The heap of the ETL is limited to 512 MB, so that it fits into a Fargate task of 1 GB. Training holds all examples at
# once and gets 4 GB. Needs GNU time, 10 GB of disk in TMPDIR and half an hour.
set -euo pipefail
home="$(cd "$(dirname "$0")/.." && pwd)"
result=$(realpath "${1:-scale.csv}")
largest=$((${2:-9} * 1000000))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

calculate() { awk "BEGIN { printf \"%.2f\", $1 }"; }

clock() { # prefixes each line of a run with the time
  local line
  while IFS= read -r line; do printf '%s %s\n' "$EPOCHREALTIME" "$line"; done
}

at() { # the time at which the line that begins so was printed
  awk -v text="$1" '$2 == text { print $1; exit }' "$work/log"
}

measure() { # heap, script and arguments: sets wall, cpu and peak, and leaves the timed lines in log
  export JAVA_TOOL_OPTIONS=-Xmx$1
  shift
  /usr/bin/time --format '%e %U %S %M' --output "$work/time" "$home/jbangw" "$@" --lake "$work/lake" 2>/dev/null | clock >"$work/log"
  read -r wall user system peak <"$work/time"
  cpu=$(calculate "$user + $system")
  peak=$((peak / 1024))
}

"$home/jbangw" build "$home/02_etl.java" 2>/dev/null
"$home/jbangw" build "$home/03_train.java" 2>/dev/null
echo 'stage,matches,seconds,cpu_seconds,peak_mib,read,merge,describe,write' | tee "$result"
# 72 clubs play 5,112 matches a season; the seasons run up to the year 3000.
for league in '20 26' '72 20' '72 196' '72 1761'; do
  read -r clubs seasons <<<"$league"
  matches=$((clubs * (clubs - 1) * seasons))
  [ "$matches" -lt $((largest + largest / 100)) ] || continue
  rm -rf "$work/lake"
  "$home/jbangw" "$home/02_etl.java" sample --clubs "$clubs" --seasons "$seasons" --last-season 3000 --out "$work/lake/raw" >/dev/null 2>&1
  rm "$work/lake/raw/true-probabilities.csv"

  measure 512m "$home/02_etl.java" run
  starts=("$(at 1.)" "$(at 2.)" "$(at 3.)" "$(at 4.)" "$(at Next:)")
  split=''
  for step in 1 2 3 4; do split+=,$(calculate "${starts[step]} - ${starts[step - 1]}"); done
  echo "etl,$matches,$wall,$cpu,$peak$split" | tee -a "$result"
  [ "$matches" -le 1100000 ] || continue
  stages='always-home elo logistic'
  [ "$matches" -gt 110000 ] || stages+=' pool leaderboard'
  for stage in $stages; do
    command=(backtest --forecaster "$stage" --out "$work/forecasts.csv")
    [ "$stage" != leaderboard ] || command=(leaderboard)
    measure 4g "$home/03_train.java" "${command[@]}"
    echo "$stage,$matches,$wall,$cpu,$peak,,,," | tee -a "$result"
  done
done
