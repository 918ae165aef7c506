#!/bin/sh
# Builds and runs every benchmark; prints each one's table and writes build/release/bench.json.
#   tests/bench/run.sh [NAME...] [-- OPTIONS]     NAME: import, store, ...; OPTIONS go to each, e.g. --full
set -eu
cd "$(dirname "$0")/../.."
names='' options=''
while [ $# -gt 0 ]; do
  case "$1" in
    --) shift; options="$*"; break ;;
    *) names="$names $1" ;;
  esac
  shift
done
if [ -z "$names" ]; then
  for source in tests/bench/bench_*.cpp; do
    name=${source##*/bench_}
    names="$names ${name%.cpp}"
  done
fi
targets=''
for name in $names; do
  [ -f "tests/bench/bench_$name.cpp" ] || { echo "There is no benchmark named $name." >&2; exit 2; }
  targets="$targets bench_$name"
done
[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
cmake -DMERCHBENCH_BENCH=ON build/release >/dev/null
# shellcheck disable=SC2086
cmake --build build/release --target $targets >/dev/null
out=build/release/bench.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
separator='['
: >"$work/all"
failed=0
for name in $names; do
  # One run: the table as it comes, and the same numbers as JSON.
  # shellcheck disable=SC2086
  if QT_QPA_PLATFORM=offscreen "build/release/bin/bench_$name" --json-to "$work/one" $options; then
    printf '%s' "$separator" >>"$work/all"
    cat "$work/one" >>"$work/all"
    separator=','
  else
    echo "bench_$name failed." >&2
    failed=1
  fi
  echo
done
[ "$separator" = '[' ] && printf '[' >>"$work/all"
echo ']' >>"$work/all"
mv "$work/all" "$out"
echo "All numbers are in $out."
exit $failed
