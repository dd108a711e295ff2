#!/usr/bin/env bash
# Proves the container image: builds it, runs the chapters in containers that share a lake, and treats them badly.
#   tests/image.sh            build on a base made here, with podman, and try it (root, Debian or Ubuntu)
#   tests/image.sh IMAGE      try an image that is there; CONTAINER_TOOL=docker if docker has it
# Whatever does not hold ends it with exit code 1 and says what it was.
set -euo pipefail
cd "$(dirname "$0")/.."
tool=${CONTAINER_TOOL:-podman}
image=${1:-}
work=$(mktemp -d)
lake=$work/lake
clean() {
  for name in train api page function-api function-page; do "$tool" rm --force "$prefix-$name" >/dev/null 2>&1 || true; done
  rm -rf "$work" 2>/dev/null || true # what a container wrote belongs to another user
}
prefix=predictor-test-$$
trap clean EXIT

say() { printf '\n== %s\n' "$*"; }
fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# ---------------------------------------------------------------- the image

# Without a registry: a Debian from its package archive, and the JDK of this machine, under the names the Dockerfile uses.
make_bases() {
  local jdk
  if ! "$tool" image exists localhost/debian:bookworm-slim; then
    debootstrap --variant=minbase bookworm "$work/debian" >"$work/debootstrap.log" || { cat "$work/debootstrap.log" >&2; fail "debootstrap"; }
    tar --create --directory "$work/debian" --exclude ./var/cache --exclude ./var/lib/apt/lists --exclude ./usr/share/doc \
      --exclude ./usr/share/man --exclude ./usr/share/locale . | "$tool" import - localhost/debian:bookworm-slim
    rm -rf "$work/debian"
  fi
  if ! "$tool" image exists localhost/eclipse-temurin:25-jdk; then
    jdk=$(./jbangw jdk home 25)
    mkdir "$work/jdk"
    tar --create --dereference --exclude ./lib/src.zip --directory "$jdk" . | tar --extract --directory "$work/jdk"
    printf '%s\n' 'FROM localhost/debian:bookworm-slim' 'COPY . /opt/java/openjdk' \
      'ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' >"$work/Dockerfile.jdk"
    "$tool" build "${limits[@]}" --file "$work/Dockerfile.jdk" --tag localhost/eclipse-temurin:25-jdk "$work/jdk"
    rm -rf "$work/jdk"
  fi
  # What only Lambda starts is built once where Cargo is; elsewhere an empty folder stands in its place.
  if ! "$tool" image exists localhost/aws-lambda-adapter:0.9.1; then
    mkdir -p "$work/adapter/lambda-adapter"
    if command -v cargo >/dev/null; then
      cargo install --quiet --locked --version 0.9.1 --root "$work/cargo" lambda_web_adapter
      rmdir "$work/adapter/lambda-adapter"
      cp "$work/cargo/bin/lambda-adapter" "$work/adapter/lambda-adapter"
    fi
    tar --create --directory "$work/adapter" . | "$tool" import - localhost/aws-lambda-adapter:0.9.1
  fi
}

build() { # folder, tag: without network, so what Maven and JBang have loaded is mounted
  "$tool" build "${limits[@]}" --network none --format docker --layers --build-arg PINNED=no \
    --build-arg JDK_IMAGE=localhost/eclipse-temurin:25-jdk --build-arg BASE_IMAGE=localhost/debian:bookworm-slim \
    --build-arg ADAPTER_IMAGE=localhost/aws-lambda-adapter:0.9.1 \
    --volume "$HOME/.m2/repository:/mounted/maven" --build-arg JBANG_REPO=/mounted/maven \
    --volume "$HOME/.jbang/launcher:/mounted/jbang/launcher" --build-arg JBANG_DIR=/mounted/jbang \
    --tag "$2" "$1" >"$work/build.log" 2>&1 || { tail -40 "$work/build.log" >&2; fail "the build of $2"; }
}

layers() { "$tool" image inspect --format '{{range .RootFS.Layers}}{{println .}}{{end}}' "$1"; }

# crun and systemd's limits are not to be had everywhere that podman is.
limits=()
[ "$tool" != podman ] || limits=(--runtime runc --ulimit nofile=20000:20000 --ulimit nproc=20000:20000)

if [ -z "$image" ]; then
  image=localhost/predictor-fut-br:test
  say "build, without network and without a registry"
  make_bases
  for chapter in 02_etl 03_train 04_api 05_ui; do ./jbangw build "$chapter.java" 2>"$work/jbang.log" || { cat "$work/jbang.log" >&2; fail "$chapter"; }; done
  build . "$image"

  say "a change of one script leaves the layers of the runtime and the libraries as they are"
  mkdir "$work/changed"
  tar --create 02_etl.java 03_train.java 04_api.java 05_ui.java jbangw lib docs/api ui sample image LICENSE NOTICE Dockerfile .dockerignore \
    | tar --extract --directory "$work/changed"
  sed -i 's/data until/data to/' "$work/changed/02_etl.java"
  build "$work/changed" "$image-changed"
  cmp <(layers "$image" | head -6) <(layers "$image-changed" | head -6) || fail "more than the chapters' own layers differ"
  "$tool" rmi "$image-changed" >/dev/null
fi

# ---------------------------------------------------------------- how containers are run here

mkdir "$lake"
chown 10001:10001 "$lake" 2>/dev/null || chmod 777 "$lake"
port=$((20000 + RANDOM % 10000))
strict=(--network host --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --memory 512m --memory-swap 512m
  --volume "$lake:/data-lake" --env "API_PORT=$port" --env "UI_PORT=$((port + 1))" --env API_HOST=127.0.0.1 --env UI_HOST=127.0.0.1
  --env "API_URL=http://127.0.0.1:$port" --no-healthcheck)
run() { "$tool" run --rm "${limits[@]}" "${strict[@]}" "$@"; }
declare -A started
start() { # name, arguments: in the background, its output in a file
  run --name "$prefix-$1" "${@:2}" >"$work/$1.log" 2>&1 &
  started[$1]=$!
}
until_true() { # what is waited for, command
  local deadline=$((SECONDS + 60))
  until "${@:2}" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || fail "waited in vain: $1"
    sleep 0.1
  done
}
logs_say() { grep -q "$2" "$work/$1.log"; }
stop_all() { for name in "${!started[@]}"; do "$tool" rm --force "$prefix-$name" >/dev/null 2>&1 || true; done; }
healthy() { "$tool" exec "$prefix-$1" /app/health; }
exit_of() { # name: waits for its end, sets $code
  code=0
  wait "${started[$1]}" || code=$?
}

# ---------------------------------------------------------------- what is in it

say "a user of its own, nothing to compile with, nothing to write to, a heap that fits the limit"
inside=$(run --entrypoint /bin/bash "$image" -c '
  echo "user $(id -u)"
  [ ! -e /java/bin/javac ] && [ ! -e /app/jbangw ] || echo "a compiler"
  find / -xdev \( -name proc -o -name tmp -o -name data-lake \) -prune -o -writable -type f -print 2>/dev/null | head
  /java/bin/java -XX:MaxRAMPercentage=70 -XX:+PrintFlagsFinal -version 2>/dev/null | sed -n "s/.* MaxHeapSize *= \([0-9]*\).*/heap \1/p"')
heap=$(sed -n 's/^heap //p' <<<"$inside")
[ "$(head -1 <<<"$inside")" = "user 10001" ] && [ "$(wc -l <<<"$inside")" -eq 2 ] || fail "$inside"
[ "$heap" -le $((512 * 1024 * 1024 * 71 / 100)) ] || fail "a heap of $heap bytes in 512 MiB"

say "a bill of materials that names each library with its checksum"
run --entrypoint /bin/cat "$image" /app/sbom.cdx.json >"$work/sbom.json"
run --entrypoint /bin/bash "$image" -c 'cd /app/lib && sha256sum *.jar' | sort >"$work/sums"
python3 - "$work/sbom.json" "$work/sums" <<'END' || fail "the bill of materials"
import json, sys
listed = sorted(c["hashes"][0]["content"] for c in json.load(open(sys.argv[1]))["components"])
assert listed == sorted(line.split()[0] for line in open(sys.argv[2])), "another list than /app/lib"
print(len(listed), "libraries")
END

say "it says what it can run"
run "$image" --help 2>&1 | grep '02_etl 03_train 04_api 05_ui' || fail "no list of chapters"
run "$image" 09_nothing 2>/dev/null && fail "an unknown chapter is accepted" || [ $? -eq 2 ] || fail "not exit code 2"
run "$image" 04_api deploy 2>"$work/deploy" && fail "hosting from a container" || [ $? -eq 2 ] || fail "not exit code 2"
grep './jbangw 04_api.java deploy' "$work/deploy" || fail "it does not say where to run it"
run "$image" 02_etl.java --help | grep '^Usage: 02_etl.java' || fail "no help for 02_etl.java"
run "$image" /bin/bash /app/run 02_etl --help | grep '^Usage: 02_etl.java' || fail "a start command behind the entry point"
run --entrypoint /bin/bash "$image" /app/run 02_etl --help | grep '^Usage: 02_etl.java' || fail "a start command in place of the entry point"

# ---------------------------------------------------------------- ETL

say "ETL of the sample league"
run "$image" 02_etl add /app/sample/simulated-league.csv
run "$image" 02_etl --json >"$work/etl.json" 2>"$work/etl.err"
grep -E '"(matches|quarantined)"' "$work/etl.json"
grep -q '"matches" : 2540' "$work/etl.json" || fail "not 2540 matches"
head -c 1 "$work/etl.json" | grep -q '{' || fail "more than JSON on standard output"

say "every chapter starts from its cache, and without it when it does not fit"
for chapter in 02_etl 03_train 04_api 05_ui; do
  run --env "AOT=-XX:AOTCache=/app/$chapter.aot -XX:AOTMode=on" "$image" "$chapter" --help >/dev/null || fail "the cache of $chapter does not fit"
done
head -c 100000 /dev/urandom >"$lake/damaged.aot"
run --env AOT='-XX:AOTCache=/data-lake/damaged.aot -XX:AOTMode=auto' "$image" 02_etl --json >"$work/again.json" 2>"$work/again.err"
cmp "$work/etl.json" "$work/again.json" || fail "a damaged cache changes the output"
grep -i 'aot\|warn' "$work/again.err" && fail "a damaged cache is talked about" || true

# ---------------------------------------------------------------- training, killed and repeated

say "training is killed half-way: nothing of it is visible"
start train "$image" 03_train
until_true "the evaluation" logs_say train '2. Walk forward'
"$tool" kill --signal KILL "$prefix-train" >/dev/null
exit_of train
[ "$code" = 137 ] || fail "exit code $code, not 137"
[ ! -e "$lake/models/champion.json" ] || fail "a champion after a killed training"

say "and again, to its end"
run "$image" 03_train | tail -4
grep -q '"version"' "$lake/models/champion.json" || fail "no champion"
version=$(sed -n 's/.*"version" *: *"\([^"]*\)".*/\1/p' "$lake/models/champion.json" | head -1)

# ---------------------------------------------------------------- API and page

say "the API answers with that model, the page with the API's answer"
start api "$image" 04_api
until_true "the API's health check" healthy api
[ "$("$tool" exec "$prefix-api" cat /proc/1/comm)" = java ] || fail "process 1 is not Java"
answer=$(curl --silent --fail --header 'Content-Type: application/json' --data '{"home": "Flamengo", "away": "Palmeiras"}' "http://127.0.0.1:$port/predict")
echo "$answer"
grep -q "\"model_version\":\"$version\"" <<<"$answer" || fail "not the champion's answer"
python3 -c 'import json, sys; p = json.loads(sys.argv[1])["probabilities"]; assert abs(sum(p.values()) - 1) < 1e-9' "$answer" || fail "the probabilities do not add up"
start page "$image" 05_ui
until_true "the page's health check" healthy page
curl --silent --fail "http://127.0.0.1:$((port + 1))/?home=Flamengo&away=Palmeiras" >"$work/page.html"
percent=$(python3 -c 'import json, sys; print(round(100 * json.loads(sys.argv[1])["probabilities"]["home"]))' "$answer")
grep -q "$percent" "$work/page.html" || fail "the page does not show $percent %"

say "under attack in 512 MiB: others are answered, the processes live in their 512 MiB; the champion changes meanwhile"
memory_of() { # name: resident MiB of its Java
  "$tool" exec "$prefix-$1" sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' /proc/1/status | awk '{print int($1 / 1024)}'
}
swap_champions() { # every three seconds, until it is killed
  run --name "$prefix-train" --entrypoint /bin/bash "$image" -c '
    cd /data-lake/models
    cp -r "$1" "$1-copy"
    for from in "$1" "$1-copy" "$1" "$1-copy" "$1" "$1-copy"; do
      to=$1; [ "$from" = "$to" ] && to=$1-copy
      sed "0,/\"$from\"/s//\"$to\"/" champion.json >.next && mv .next champion.json
      sleep 3
    done' _ "$version" >"$work/swap.log" 2>&1
}
held_by() { # name: MiB in the heap of its Java once the garbage is gone, which stays as long as there is room
  local process
  process=$("$tool" inspect --format '{{.State.Pid}}' "$prefix-$1")
  "$jdk/bin/jcmd" "$process" GC.run >/dev/null
  "$jdk/bin/jcmd" "$process" GC.heap_info | awk '/ total / { kib += $5 } END { print int(kib / 1024) }'
}
jdk=$(./jbangw jdk home 25)
before=$(memory_of api)
held=$(held_by api)
lake_away() { mv "$lake/models" "$lake/models-away"; sleep 15; mv "$lake/models-away" "$lake/models"; }
seconds=${SECONDS_OF_ATTACK:-60}
{ sleep "$seconds"; lake_away; sleep "$seconds"; swap_champions; } &
swapping=$!
python3 tests/attack.py "http://127.0.0.1:$port" "http://127.0.0.1:$((port + 1))" "$seconds" || fail "the attack held"
wait "$swapping" || { cat "$work/swap.log" >&2; fail "the champion did not change"; }
healthy api && healthy page || fail "the attack ended a server"
echo "API: $before MiB before, $(memory_of api) after; page: $(memory_of page)"
[ "$(memory_of api)" -gt 0 ] && [ "$(memory_of page)" -gt 0 ] || fail "no memory was measured"
echo "without garbage, API: $held MiB before, $(held_by api) after; page: $(held_by page)"
[ "$(held_by api)" -le $((held + 40)) ] && [ "$(held_by page)" -le $((held + 40)) ] || fail "memory did not return"
grep -q "event=model_trouble" "$work/api.log" || fail "nobody noticed that the lake was away"
grep -q "event=model version=$version-copy" "$work/api.log" || fail "no champion was served after another"

say "SIGTERM while requests come: each is answered or not taken, none is cut off"
for i in {1..100}; do
  [ "$i" -ne 10 ] || "$tool" kill --signal TERM "$prefix-api" >/dev/null &
  curl --silent --output /dev/null --header 'Content-Type: application/json' --data '{"home": "Flamengo", "away": "Palmeiras"}' "http://127.0.0.1:$port/predict" \
    || [ $? -eq 7 ] || fail "request $i was cut off"
done
exit_of api
[ "$code" = 143 ] || fail "the API ended with $code, not 143"
grep -q event=draining "$work/api.log" || fail "the API did not drain"
healthy api 2>/dev/null && fail "a stopped API is healthy" || true
curl --silent --output /dev/null --write-out '%{http_code}' "http://127.0.0.1:$((port + 1))/" | grep -q 200 || fail "the page went down with the API"

# ---------------------------------------------------------------- Lambda

# AWS's emulator of the runtime comes as source of a Go module. It starts the adapter, which is in the image, as Lambda does.
emulator_of_lambda() {
  local module=github.com/aws/aws-lambda-runtime-interface-emulator/cmd/aws-lambda-rie@v0.0.0-20261030222936-bef5c4ba774d
  [ ! -x .cache/rie/aws-lambda-rie ] || return 0
  PATH=$PATH:/usr/local/go/bin
  command -v go >/dev/null || return 1
  GOBIN=$PWD/.cache/rie CGO_ENABLED=0 go install "$module"
}
start_function() { # name, chapter, the chapter's port, the function's port
  start "$1" --volume "$PWD/.cache/rie:/rie:ro" --env "AWS_LWA_PORT=$3" --env AWS_LWA_READINESS_CHECK_PROTOCOL=TCP \
    --env AWS_LWA_ASYNC_INIT=true --env TRUSTED_PROXIES=1 --env UPLOAD_TOKEN=a-token --env API_RATE_LIMIT=10 \
    --entrypoint /rie/aws-lambda-rie "$image" --runtime-interface-emulator-address "127.0.0.1:$4" \
    --runtime-api-address "127.0.0.1:$(($4 + 1))" /bin/bash /app/run "$2" serve
  until_true "the function $1" bash -c "exec 3<>/dev/tcp/127.0.0.1/$4"
}

say "on Lambda: behind AWS's adapter, frozen between two requests"
if emulator_of_lambda; then
  stop_all
  function=http://127.0.0.1:$((port + 10))
  champion=$(sed -n 's/.*"version" *: *"\([^"]*\)".*/\1/p' "$lake/models/champion.json" | head -1)
  start_function function-api 04_api "$port" $((port + 10))
  echo "the first forecast after $(python3 tests/lambda.py cold "$function") s"
  python3 tests/lambda.py api "$function" "$champion" || fail "the API on Lambda"
  start_function function-page 05_ui $((port + 1)) $((port + 20))
  python3 tests/lambda.py page "http://127.0.0.1:$((port + 20))" || fail "the page on Lambda"
  other=$version-copy
  [ "$champion" != "$other" ] || other=$version
  "$tool" pause "$prefix-function-api" >/dev/null
  run --entrypoint /bin/bash "$image" -c 'cd /data-lake/models && sed "0,/\"$1\"/s//\"$2\"/" champion.json >.next && mv .next champion.json' _ "$champion" "$other"
  sleep 6 # the look at the pointer is old by then
  "$tool" unpause "$prefix-function-api" >/dev/null
  python3 tests/lambda.py version "$function" "$other" || fail "a frozen process served an old champion"
elif [ -n "${CI:-}" ]; then
  fail "go is not there, which the emulator of Lambda is built with"
fi

# ---------------------------------------------------------------- S3

say "a lake in S3: the client works without the libraries that the image leaves out"
bucket=(--env S3_BUCKET_NAME=a-bucket --env AWS_REGION=us-east-1 --env AWS_ACCESS_KEY_ID=test --env AWS_SECRET_ACCESS_KEY=test)
moto=.cache/moto/venv/bin/moto_server
if [ -x "$moto" ]; then
  "$moto" --host 127.0.0.1 --port $((port + 2)) >"$work/moto.log" 2>&1 &
  emulator=$!
  trap 'kill "$emulator" 2>/dev/null; clean' EXIT
  endpoint=http://127.0.0.1:$((port + 2))
  until_true "moto" curl --silent "$endpoint/"
  curl --silent --fail --request PUT "$endpoint/a-bucket" >/dev/null
  bucket+=(--env "AWS_ENDPOINT_URL=$endpoint")
  run "${bucket[@]}" "$image" 02_etl add /app/sample/simulated-league.csv
  run "${bucket[@]}" "$image" 02_etl --json 2>/dev/null | cmp - "$work/etl.json" || fail "ETL in S3 and in a folder differ"
else
  [ -z "${CI:-}" ] || fail "moto is not there; run the Java tests first, they install it"
  run "${bucket[@]}" --env "AWS_ENDPOINT_URL=http://127.0.0.1:9" "$image" 02_etl 2>&1 | grep 'no connection' || fail "the S3 client does not start"
fi

say "the image holds"
