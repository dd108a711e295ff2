#!/usr/bin/env bash
# The weight of an image, layer by layer: unpacked, and compressed as a registry keeps it.
#   benchmarks/image-size.sh IMAGE            (CONTAINER_TOOL=docker if docker has it)
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${CONTAINER_TOOL:-podman}" save "$1" 2>/dev/null | tar --extract --directory "$work"
python3 - "$work" <<'PYTHON'
import gzip, json, os, sys, tarfile
folder = sys.argv[1]
manifest = json.load(open(f"{folder}/manifest.json"))[0]
history = [h for h in json.load(open(f'{folder}/{manifest["Config"]}'))["history"] if not h.get("empty_layer")]
total = [0, 0]
for layer, made in zip(manifest["Layers"], history):
    raw = open(f"{folder}/{layer}", "rb").read()
    if raw[:2] == b"\x1f\x8b": raw = gzip.decompress(raw)
    sizes = [len(raw) / 1e6, len(gzip.compress(raw, 6)) / 1e6]
    total = [a + b for a, b in zip(total, sizes)]
    names = tarfile.open(f"{folder}/{layer}").getnames()
    print(f'{sizes[0]:7.2f} MB {sizes[1]:7.2f} MB  {names[0]} … {names[-1]}')
print(f'{total[0]:7.2f} MB {total[1]:7.2f} MB  together')
PYTHON
