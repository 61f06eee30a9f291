#!/bin/sh
# keten beside other simulators: installs them, runs the same models in all, checks that they agree, prints the table and
# writes it to benches/runs.
#
#     benches/peers/run.sh [--rounds N] [mm1] [chain]
#
# Needs cargo and python3 (3.11 or later) with venv; everything is built and installed under target/. Nothing is written
# to benches/runs when KETEN_KEEP=no.
set -eu
cd "$(dirname "$0")/../.."

echo "keten and the programs written by hand" >&2
cargo build --release --locked --quiet -p keten-benches --bin peers --bin replications

echo "peers in Rust" >&2
CARGO_TARGET_DIR=target/peers cargo build --release --locked --quiet --manifest-path benches/peers/rust/Cargo.toml

echo "peers in Python" >&2
python=target/peers/venv/bin/python
[ -x "$python" ] || python3 -m venv target/peers/venv
"$python" -m pip install --quiet --disable-pip-version-check -r benches/peers/python/requirements.txt

out=
if [ "${KETEN_KEEP:-yes}" != no ]; then
    mkdir -p benches/runs
    out="--out benches/runs/$(date +%F)-peers"
fi
# One core for everybody, where the system can do that.
one_core=
if command -v taskset > /dev/null; then one_core="taskset -c $(($(nproc) - 1))"; fi
# shellcheck disable=SC2086 # a command and an option of several words each
exec $one_core target/release/peers --rust target/peers/release/peers --python "$python" \
    --title "keten beside other simulators, $(date +%F), $(rustc --version | cut -d' ' -f1,2), $("$python" --version)" \
    $out "$@"
