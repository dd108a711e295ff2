#!/usr/bin/env bash
# Time and size of every address of the page, on its server and with a warm API: median of 15 requests after 20.
#   benchmarks/pages.sh [LAKE [HOME AWAY]]     (default: data-lake, as ./jbangw 06_pipeline.java leaves it, Flamengo, Palmeiras)
set -euo pipefail
lake=$(realpath "${1:-data-lake}")
cd "$(dirname "$0")/.."
match="/?home=${2:-Flamengo}&away=${3:-Palmeiras}"
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT

serve() { # name, command: starts it and sets $url
  ./jbangw "${@:2}" --port 0 --json >"$work/$1" 2>/dev/null &
  until grep -q '"url"' "$work/$1"; do sleep 0.1; done
  url=$(sed -n 's/.*"\(http[^"]*\)".*/\1/p' "$work/$1")
}

serve api 04_api.java serve --lake "$lake"
serve page 05_ui.java serve --api-url "$url"
echo '| Address | On the server | Sent, compressed |'
echo '|---|---|---|'
for address in / "$match" /round /season /clubs /model /pipeline /data; do
  for _ in {1..20}; do curl --silent --fail --output "$work/html" "$url$address"; done
  for _ in {1..15}; do
    curl --silent --fail --output /dev/null --header 'Accept-Encoding: gzip' --write-out '%{time_total} %{size_download}\n' "$url$address"
  done | sort -n | awk -v address="$address" '{ time[NR] = $1; size = $2 } END { printf "| `%s` | %.0f ms | %.1f KiB |\n", address, 1000 * time[8], size / 1024 }'
done
for file in $(grep -o '/static/[a-z.]*[?]v=[0-9a-f]*' "$work/html" | sort -u); do
  size=$(curl --silent --fail --output /dev/null --header 'Accept-Encoding: gzip' --write-out '%{size_download}' "$url$file")
  printf '| `%s` | | %.1f KiB |\n' "${file%\?*}" "$(awk "BEGIN { print $size / 1024 }")"
done
