#!/usr/bin/env bash
# Brings the texts up to date with the sources. English has plurals only; a further language takes all texts:
# resources/translations/update.sh fr makes or updates merchbench_fr.ts.
set -euo pipefail
cd "$(dirname "$0")/../.."
lupdate=$(command -v lupdate6 || echo /usr/lib/qt6/bin/lupdate)
# Without -I . the classes of the sources lose their namespace, and nothing is found at run time.
run() { "$lupdate" -I . -no-obsolete -locations none engine models widgets app "$@"; }
run -pluralonly -ts resources/translations/merchbench_en.ts
for language in "$@"; do
  run -target-language "$language" -ts "resources/translations/merchbench_$language.ts"
done
