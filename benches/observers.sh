#!/bin/sh
# What telling an observer costs when nobody looks: instructions of one run under an observer that looks at nothing,
# beside the same run of an engine that has nobody to tell.
#
#     benches/observers.sh [everything|mm1|tutorial|FILE.toml]
#
# The second engine is a copy of the sources, in a temporary folder, in which every call of the observer in
# sim-core/src/engine is replaced by `()`. Instructions are counted (perf, or valgrind where there is no perf), so the
# numbers are the same on a busy machine. Ten replications, so that reading the file hardly counts.
set -eu
cd "$(dirname "$0")/.."
scenario=${1:-everything}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

mkdir "$out/copy"
cp -r Cargo.toml Cargo.lock sim-core sim-cli benches scenarios docs "$out/copy/"
calls=0
for file in "$out"/copy/sim-core/src/engine/*.rs; do
    awk '
        { text = text $0 "\n" }
        END {
            # A call ends with the parenthesis that closes its first one.
            while (match(text, /self\.observer\.(happened|on_duty|unfinished)\(/)) {
                printf "%s()", substr(text, 1, RSTART - 1)
                text = substr(text, RSTART + RLENGTH)
                for (depth = 1; depth > 0; text = substr(text, 2)) {
                    mark = substr(text, 1, 1)
                    depth += (mark == "(") - (mark == ")")
                    if (text == "") exit 1
                }
            }
            printf "%s", text
        }' "$file" > "$out/without"
    calls=$((calls + $(grep -c 'self\.observer\.[a-z_]*(' "$file" || true)))
    mv "$out/without" "$file"
done
if grep -rn 'self\.observer\.' "$out/copy/sim-core/src/engine"; then
    echo "these calls are still there" >&2
    exit 1
fi

cargo build --release -q -p keten-benches --bin one_run
RUSTFLAGS="--cap-lints=allow" cargo build --release -q -p keten-benches --bin one_run \
    --manifest-path "$out/copy/Cargo.toml" --target-dir target/observers

count() {
    if perf stat -x, -o "$out/counts" -e instructions:u "$1" "$scenario" nothing 10 > "$out/log" 2>&1; then
        awk -F, '/instructions/ { print $1 }' "$out/counts"
    else
        valgrind --tool=callgrind --callgrind-out-file=/dev/null "$1" "$scenario" nothing 10 2>&1 |
            awk '/Collected/ { print $NF }'
    fi
}
with=$(count target/release/one_run)
without=$(count target/observers/release/one_run)
awk -v with="$with" -v without="$without" -v calls="$calls" 'BEGIN {
    printf "%d calls of the observer in the engine\n", calls
    printf "nobody looks:        %15.0f instructions\n", with
    printf "without the calls:   %15.0f instructions\n", without
    printf "ratio                %15.4f\n", with / without
}'
