#!/usr/bin/env bash
# Gives the readers of everything that comes from outside inputs that libFuzzer makes: fuzz.sh [SECONDS [TARGET…]], for each
# target, 60 seconds and all of them when left out.
#
# An input that crashes, hangs for five seconds or takes more than 512 MB is kept in .build/fuzzing and named; make a test of it.
# What was found on the way is kept there as well, and is where the next run begins. FUZZ_CONFIGURATION=debug builds sooner and
# runs slower.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:-60}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    mapfile -t targets < <(sed -n 's/^    case \([a-z, ]*\)$/\1/p' Examples/Fuzzing/Sources/FuzzTargets/FuzzTarget.swift | tr -d ' ' | tr , '\n')
fi
folder=$PWD/.build/fuzzing
mkdir -p "$folder"

build=(swift build -c "${FUZZ_CONFIGURATION:-release}" --sanitize fuzzer --package-path Examples/Fuzzing --scratch-path "$folder/build")
"${build[@]}"
program=$("${build[@]}" --show-bin-path)/fuzz

# The names and words of the APIs, which chance alone does not find.
grep -rhoE '"[A-Za-z_/.0-9-]{2,40}"' Fixtures Examples/Fuzzing/Corpus/manifest Examples/Fuzzing/Corpus/plan | sort -u >"$folder/words"

sum=0
failures=0
for target in "${targets[@]}"; do
    mkdir -p "$folder/found/$target"
    seeds=("$folder/found/$target")
    case $target in
        payload) seeds+=(Fixtures/qovery Fixtures/scaleway) ;;
        job) seeds+=(Fixtures/qovery/jobs Fixtures/scaleway/jobs) ;;
        *) seeds+=("Examples/Fuzzing/Corpus/$target") ;;
    esac
    log="$folder/$target.log"
    # Swift's own report of a crash would come before libFuzzer has kept the input.
    FUZZ_TARGET=$target SWIFT_BACKTRACE=enable=no "$program" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=512 \
        -max_len=65536 -dict="$folder/words" -artifact_prefix="$folder/$target-" "${seeds[@]}" >"$log" 2>&1 || {
        failures=$((failures + 1))
        grep -E 'Fatal error|ERROR: libFuzzer|Test unit written' "$log" || tail -n 5 "$log"
        echo "$target: failed, see $log" >&2
        continue
    }
    runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$log")
    sum=$((sum + runs))
    echo "$target: $runs inputs, nothing found"
done
echo "$sum inputs, $failures targets with a fault"
[ "$failures" -eq 0 ]
