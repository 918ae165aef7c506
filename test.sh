#!/usr/bin/env bash
# Installs what is missing, builds with AddressSanitizer and UBSan, runs every test. Arguments go to ctest.
set -euo pipefail
cd "$(dirname "$0")"
installer/install-deps.sh
cmake --preset asan >build-asan.log 2>&1 || { cat build-asan.log; rm -f build-asan.log; exit 1; }
rm -f build-asan.log
cmake --build --preset asan
ctest --preset asan -j2 "$@"
