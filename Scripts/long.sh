#!/usr/bin/env bash
# The checks that take hours, which nobody waits for: long.sh [laws|endurance|address|thread]…, all of them when nothing is said.
#
#   laws        each law of the translations with a million cases (CLOUD_CONTAINERS_CASES asks for another number)
#   endurance   10,000 random operations by several clients on each simulator, with 100 seeds (CLOUD_CONTAINERS_OPERATIONS and
#               CLOUD_CONTAINERS_CASES ask for other numbers)
#   address     all tests under the address sanitizer
#   thread      all tests under the thread sanitizer
#
# The logs stay in .build/long. Builds of tests that are optimized, or watched by a sanitizer, have folders of their own there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$PWD/.build/long
mkdir -p "$folder"

# Runs a function as a stage, keeps what it prints, and prints how it ended.
stage() {
    local name=$1 log=$folder/$1.log begin=$SECONDS
    shift
    "$@" >"$log" 2>&1 || {
        grep -hE '^✘' "$log" >&2 || true
        tail -n 60 "$log" >&2
        echo "$name: failed after $((SECONDS - begin)) s, see $log" >&2
        return 1
    }
    grep -hE 'Test run with|operations, ' "$log" || true
    echo "$name: nothing found in $((SECONDS - begin)) s, see $log"
}

optimized() {
    local options=(-c release -Xswiftc -enable-testing --scratch-path "$folder/optimized")
    swift build --build-tests "${options[@]}" && swift test --skip-build "${options[@]}" "$@"
}

laws() {
    CLOUD_CONTAINERS_CASES=${CLOUD_CONTAINERS_CASES:-1000000} optimized \
        --filter '^ProvidersTests\.(Faithful|NeverLess|NoExposure|NothingSilent|SecretsStayPut|Stable|Valid)Tests'
}

endurance() {
    CLOUD_CONTAINERS_CASES=${CLOUD_CONTAINERS_CASES:-100} \
        CLOUD_CONTAINERS_OPERATIONS=${CLOUD_CONTAINERS_OPERATIONS:-10000} optimized --filter '^ProvidersTests\.EnduranceTests'
}

# One test at a time, since a sanitizer slows each down a lot; not with XCTest, which has no test here and leaks at its end.
sanitized() {
    local kind=$1 package failures=0
    # Leaks are not looked for: what libcurl keeps of a transfer that nobody waits for ends with the process, and a program that a
    # test starts would fail at its end for what its parent's libraries hold.
    export ASAN_OPTIONS=detect_leaks=0
    for package in . Examples/cloudctl; do
        local options=(--sanitize "$kind" --package-path "$package" --scratch-path "$folder/$kind-$(basename "$package")")
        # Nothing ends the function by itself, since a stage looks at its status.
        swift build --build-tests "${options[@]}" || return 1
        CLOUD_CONTAINERS_CASES=${CLOUD_CONTAINERS_CASES:-50} \
            swift test --skip-build --no-parallel --disable-xctest "${options[@]}" || failures=1
    done
    if grep -qE 'WARNING: ThreadSanitizer|ERROR: AddressSanitizer' "$folder/$kind.log"; then failures=1; fi
    return $failures
}

kinds=("$@")
if [ ${#kinds[@]} -eq 0 ]; then kinds=(laws endurance address thread); fi
for kind in "${kinds[@]}"; do
    case $kind in
        laws | endurance) stage "$kind" "$kind" ;;
        address | thread) stage "$kind" sanitized "$kind" ;;
        *)
            echo "long.sh knows laws, endurance, address and thread, not '$kind'" >&2
            exit 64
            ;;
    esac
done
