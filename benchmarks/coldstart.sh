#!/usr/bin/env bash
# From the first byte of a cold start on Lambda to the first good forecast: the image behind AWS's adapter and its runtime
# interface emulator, which starts the process when the first request comes. Median of five, for each kind of start.
#   tests/image.sh && benchmarks/coldstart.sh [IMAGE]     needs podman (root), and what tests/image.sh has built
set -euo pipefail
cd "$(dirname "$0")/.."
image=${1:-localhost/predictor-fut-br:test}
lake=$(mktemp -d)
port=$((20000 + RANDOM % 10000))
name=predictor-cold-$$
common=(--runtime runc --ulimit nofile=20000:20000 --ulimit nproc=20000:20000 --network host --volume "$lake:/data-lake" --env "API_PORT=$port" --env API_HOST=127.0.0.1)
trap 'podman rm --force "$name" >/dev/null 2>&1 || true; rm -rf "$lake"' EXIT
chown 10001:10001 "$lake"
for chapter in '02_etl add /app/sample/simulated-league.csv' 02_etl 03_train; do
  # shellcheck disable=SC2086
  podman run --rm "${common[@]}" "$image" $chapter >/dev/null 2>&1
done

start() { # vCPUs, MiB, AOT: prints seconds
  podman run --detach --rm --no-healthcheck --name "$name" "${common[@]}" --cpus "$1" --memory "${2}m" --memory-swap "${2}m" --env "AOT=$3" \
    --volume "$PWD/.cache/rie:/rie:ro" --env "AWS_LWA_PORT=$port" --env AWS_LWA_READINESS_CHECK_PROTOCOL=TCP \
    --env AWS_LWA_ASYNC_INIT=true --env TRUSTED_PROXIES=1 --entrypoint /rie/aws-lambda-rie "$image" \
    --runtime-interface-emulator-address "127.0.0.1:$((port + 1))" --runtime-api-address "127.0.0.1:$((port + 2))" \
    /bin/bash /app/run 04_api serve >/dev/null
  until (exec 3<>"/dev/tcp/127.0.0.1/$((port + 1))") 2>/dev/null; do sleep 0.05; done
  python3 tests/lambda.py cold "http://127.0.0.1:$((port + 1))"
  podman rm --force "$name" >/dev/null 2>&1 || true
}

cache=-XX:AOTCache=/app/04_api.aot
both=-XX:TieredStopAtLevel=4 # the second compiler, too, which image/run leaves out on Lambda
for kind in "-Xshare:off $both" "-XX:AOTMode=off $both" "$cache $both" "$cache"; do
  for size in '1 1769' '2 3538'; do
    # shellcheck disable=SC2086
    seconds=$(for _ in 1 2 3 4 5; do start $size "$kind"; done | sort -n | sed -n 3p)
    printf '%s vCPU  %s s  %s\n' "${size% *}" "$seconds" "$kind"
  done
done
