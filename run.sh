#!/usr/bin/env bash
# Installs what is missing, builds, makes the demo shop and opens the workbench on it.
# Without a display: the same main job in batch, with a picture of each page.
set -euo pipefail
cd "$(dirname "$0")"

installer/install-deps.sh

log=build/build.log
mkdir -p build
if [ ! -f build/release/build.ninja ]; then
  echo "Configuring..."
  cmake --preset release >"$log" 2>&1 || { cat "$log"; exit 1; }
fi
echo "Building (the first time takes some minutes)..."
cmake --build --preset release --target merchbench merchbench-cli merchbench-golden >"$log" 2>&1 || { tail -n 40 "$log"; exit 1; }
bin=build/release/bin

data="${XDG_DATA_HOME:-$HOME/.local/share}/merchbench"
store="$data/demo.merch"
mkdir -p "$data"

# Made under another name and moved when whole, so that an interrupted first start leaves nothing half-made.
make_demo() {
  local extracts="$data/demo-extracts" making="$data/demo.making.merch"
  rm -rf "$extracts" "$making" "$making-wal" "$making-shm"
  echo "Making the demo shop..."
  "$bin/merchbench-cli" demo "$extracts" --quiet >/dev/null
  "$bin/merchbench-cli" init "$making" --currency GBP >/dev/null
  # Exit status 1 means that some rows were rejected or some checks found something: the demo has planted faults.
  "$bin/merchbench-cli" import "$making" "$extracts"/*.csv --quiet >/dev/null || [ $? -eq 1 ]
  "$bin/merchbench-cli" check "$making" --quiet >/dev/null || [ $? -eq 1 ]
  "$bin/merchbench-cli" forecast "$making" --horizon 84 --quiet >/dev/null
  "$bin/merchbench-cli" plan reorder "$making" --quiet >/dev/null
  mv "$making" "$store"
}
[ -f "$store" ] || make_demo

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$bin/merchbench" "$store"
fi

out="$data/batch"
mkdir -p "$out/screens"
echo "No display: working in batch."
"$bin/merchbench-cli" status "$store"
"$bin/merchbench-cli" export "$store" reorder-plan --to "$out/reorder-plan.csv" --again --quiet >/dev/null
QT_QPA_PLATFORM=offscreen "$bin/merchbench" "$store" --screenshots "$out/screens" >"$log" 2>&1 || { tail -n 20 "$log"; exit 1; }
echo
echo "Reorder plan (a draft: orders need approval): $out/reorder-plan.csv"
echo "A picture of each page:                       $out/screens"
echo "The demo store:                               $store"
