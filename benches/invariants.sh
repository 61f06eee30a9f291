#!/bin/sh
# What the engine's invariants cost: their share of all instructions of one run under an observer that looks at
# nothing. Instructions are counted (callgrind), so the number is the same on a busy machine.
#
#     benches/invariants.sh [everything|mm1|tutorial]
#
# Needs valgrind. Counted are the lines of `check_busy` and `check_conservation` and those that test a promise in place;
# inlined code is attributed to its lines by the line tables. Ten replications, so that reading the file hardly counts.
set -eu
cd "$(dirname "$0")/.."
scenario=${1:-everything}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cargo build --release -q -p keten-benches --bin one_run \
    --config 'profile.release.package.sim-core.debug="line-tables-only"' \
    --config 'profile.release.package.keten-benches.debug="line-tables-only"'
valgrind --tool=callgrind --dump-line=yes --callgrind-out-file="$out/counts" \
    target/release/one_run "$scenario" nothing 10 2> "$out/log"
callgrind_annotate --show-percs=no --auto=yes --context=1000 --threshold=100 "$out/counts" sim-core/src/engine/*.rs \
    > "$out/lines" 2> /dev/null || true
awk '
    /PROGRAM TOTALS/ { total = $1; gsub(",", "", total) }
    /annotated source:/ { engine = ($0 ~ /sim-core\/src\/engine/); inside = 0 }
    !engine { next }
    /fn check_(busy|conservation)\(/ { inside = 1; indent = index($0, "fn check_") - 1 }
    /resident\.since > now \|\| |state\.busy < state\.on_duty && state\.waiting > 0|self\.check_(busy|conservation)\(/ { named = 1 }
    inside || named {
        count = $1; gsub(",", "", count)
        if (count ~ /^[0-9]+$/) { spent += count; print }
        named = 0
    }
    inside && length($0) == indent + 1 && /}$/ { inside = 0 }
    END { printf "\ninvariants: %.0f of %.0f instructions, %.2f %%\n", spent, total, 100 * spent / total }
' "$out/lines"
