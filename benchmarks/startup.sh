#!/usr/bin/env bash
# How long a chapter takes from exec to its result, with three ways to start the same jars in the same JVM:
# the plain class path, an AppCDS archive, and the ahead-of-time cache that the image uses.
#   benchmarks/startup.sh FILE.csv...        (without files: the simulated sample)
# Times are of this machine at this moment; the ratios are what to compare. Needs hyperfine and curl.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- sample/simulated-league.csv
jdk=$(./jbangw jdk home 25)
export PATH="$jdk/bin:$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lake=$work/lake
app=$work/app
runs=${RUNS:-10}
port=18080

# As image/run starts them, but for the heap's share of a container's memory.
java=(java -Xlog:disable -XX:+UseSerialGC -XX:-UsePerfData --sun-misc-unsafe-memory-access=allow)
etl=(-jar "$app/02_etl.jar" run --lake "$lake")
train=(-jar "$app/03_train.jar" train --lake "$lake")
api=(-jar "$app/04_api.jar" serve --port "$port" --lake "$lake")

# From exec to the first good answer.
cat >"$work/first-answer" <<'SCRIPT'
"$@" >/dev/null 2>&1 &
until curl -sf -o /dev/null -H 'Content-Type: application/json' -d '{"home": "Flamengo", "away": "Palmeiras"}' http://127.0.0.1:18080/predict; do sleep 0.005; done
kill ${SIGNAL:--9} $!
wait $! || true
SCRIPT

image/compile "$app" 2>"$work/compile.log" || { cat "$work/compile.log" >&2; exit 1; }
"${java[@]}" -jar "$app/02_etl.jar" add --lake "$lake" "$@" >/dev/null
for option in -XX:ArchiveClassesAtExit=%.jsa -XX:AOTCacheOutput=%.aot; do
  "${java[@]}" "${option/\%/$work/etl}" "${etl[@]}" >/dev/null 2>&1
  "${java[@]}" "${option/\%/$work/train}" "${train[@]}" >/dev/null 2>&1
  SIGNAL=-15 bash "$work/first-answer" "${java[@]}" "${option/\%/$work/api}" "${api[@]}"
done

for chapter in etl train api; do
  case $chapter in etl) command=("${etl[@]}") ;; train) command=("${train[@]}") ;; api) command=("${api[@]}") ;; esac
  prefix=''
  [ "$chapter" != api ] || prefix="bash $work/first-answer "
  echo "== $chapter"
  hyperfine --shell none --warmup 1 --runs "$runs" --export-json "$work/$chapter.json" \
    --command-name plain "$prefix${java[*]} ${command[*]}" \
    --command-name AppCDS "$prefix${java[*]} -XX:SharedArchiveFile=$work/$chapter.jsa ${command[*]}" \
    --command-name AOT "$prefix${java[*]} -XX:AOTCache=$work/$chapter.aot ${command[*]}" >/dev/null 2>&1
  python3 - "$work/$chapter.json" <<'PYTHON'
import json, sys
results = json.load(open(sys.argv[1]))["results"]
for r in results:
    print(f'{r["command"]:8} median {r["median"]:.3f} s  least {r["min"]:.3f} s  CPU {r["user"] + r["system"]:.3f} s  x {r["median"] / results[0]["median"]:.2f}')
PYTHON
done
ls -l "$work"/*.jsa "$work"/*.aot | awk '{ printf "%s %.0f MB\n", $9, $5 / 1e6 }' | sed "s|$work/||"
