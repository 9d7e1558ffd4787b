#!/usr/bin/env bash
# Runs every check of the project, except those that need material which is not in it: rules, format, build, tests, documentation.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Warnings are errors here, and only here: a newer compiler must not break a stranger's build.
export CLOUD_CONTAINERS_STRICT=1

scratch=$(mktemp -d)
current=start
finish() {
    local status=$?
    rm -rf "$scratch"
    if [ "$status" -ne 0 ]; then
        echo "check.sh: failed in stage '$current'" >&2
    fi
}
trap finish EXIT

# Runs a function as a stage and prints how long it took.
stage() {
    current=$1
    echo "== $current"
    local begin=$SECONDS
    "$2"
    echo "== $current: $((SECONDS - begin)) s"
}

# Fails when a pattern (extended regular expression) occurs in code, outside comments.
forbid() {
    local pattern=$1 reason=$2
    shift 2
    local found
    found=$(grep -rnE --include='*.swift' -e "$pattern" "$@" | grep -vE '^[^:]+:[0-9]+:[[:space:]]*//' || true)
    if [ -n "$found" ]; then
        printf '%s\n%s\n' "$reason" "$found" >&2
        return 1
    fi
}

rules() {
    local failures=0
    forbid 'fatalError\(' 'A library does not stop its caller; throw, or make the state impossible:' Sources || failures=1
    forbid 'try!|as!' 'A library does not trap on what it was given:' Sources || failures=1
    forbid 'async let' 'Optimized builds can take its tasks down while they run (swiftlang/swift#87481); use together:' \
        Sources Tests Examples/*/Sources Examples/*/Tests || failures=1
    forbid '@unchecked Sendable' 'Sendable is proved by the compiler; use an actor for shared state:' Sources || failures=1
    forbid '@_spi' 'What sibling targets share is package:' Sources || failures=1
    forbid '^[[:space:]]*((public|package|internal|private|fileprivate|@[A-Za-z_]+)[[:space:]]+)*import[[:space:]]+(class[[:space:]]+|struct[[:space:]]+|enum[[:space:]]+|func[[:space:]]+)?Foundation([[:space:].]|$)' \
        'The core imports at most FoundationEssentials:' Sources/CloudContainers || failures=1
    local names
    names=$(find Sources Tests Examples -path '*/.build*' -prune -o -type f -print 2>/dev/null |
        grep -iE '/(utils?|utilities|helpers?|misc|common|extensions)\.swift$|\.(orig|rej)$' || true)
    if [ -n "$names" ]; then
        printf 'A file is named after what it holds:\n%s\n' "$names" >&2
        failures=1
    fi
    local name
    for name in $(grep -ohE '`[A-Za-z]+(Tests|Conformance)`' SECURITY.md Sources/CloudContainers/Documentation.docc/Reliability.md | tr -d '`' | sort -u); do
        if ! grep -rqE "(struct|enum) $name\b" --include="$name*.swift" Sources Tests Examples/cloudctl/Tests &&
            [ -z "$(find Tests Examples/cloudctl/Tests -name "$name.swift")" ]; then
            printf 'A page says that %s shows something, and there is no such suite.\n' "$name" >&2
            failures=1
        fi
    done
    return $failures
}

format() {
    swift format lint --strict --recursive --parallel Package.swift Sources Tests Examples
}

build() {
    swift build --build-tests --explicit-target-dependency-import-check error
    swift build --build-tests --explicit-target-dependency-import-check error --package-path Examples/cloudctl
    swift build --package-path Examples/migrations
}

# The programs that people copy: each moves a shop between the simulators and says so at its end.
migrations() {
    local program bin
    bin=$(swift build --package-path Examples/migrations --show-bin-path)
    for program in qovery-to-scaleway scaleway-to-qovery; do
        "$bin/$program" >"$scratch/$program.log" || {
            cat "$scratch/$program.log" >&2
            return 1
        }
        tail -n 1 "$scratch/$program.log"
    done
}

tests() {
    told swift test && told swift test --package-path Examples/cloudctl
}

# Runs tests, and says at the end once more what failed: what keeps the end of a log alone has the reasons too.
told() {
    local log="$scratch/tests.log"
    "$@" 2>&1 | tee "$log" && return
    echo "what failed, once more:"
    grep -E '^(✘|↳)|error:' "$log" | cut -c 1-1000 | tail -n 60
    return 1
}

# An executable of the core and the adapters must not link FoundationNetworking, and with it libcurl: a tiny one is linked from
# what the build has made, and the libraries that it needs are looked at.
linkage() {
    if ! command -v readelf >/dev/null; then
        echo "skipped: there is no readelf"
        return
    fi
    local bin name needed objects=() imports=()
    bin=$(swift build --show-bin-path)
    for name in CloudContainers InMemoryContainers QoveryContainers ScalewayContainers; do
        imports+=("import $name")
        objects+=("$bin/$name.build"/*.o)
    done
    objects+=("$bin/Argon2.build"/*.o)
    printf '%s\n' "${imports[@]}" \
        'print(ScalewayDialect().provider, QoveryDialect().provider, InMemoryContainerService())' >"$scratch/main.swift"
    swiftc -I "$bin/Modules" "$scratch/main.swift" "${objects[@]}" -o "$scratch/linked"
    "$scratch/linked" >/dev/null
    needed=$(readelf -d "$scratch/linked" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
    if grep -iE 'FoundationNetworking|libcurl|libFoundation\.so|libFoundationXML' <<<"$needed" >&2; then
        echo "An executable without a transport must not link these libraries." >&2
        return 1
    fi
    echo "linked without a network library: $(wc -l <<<"$needed") libraries"
}

# The samples of the documentation, which people copy.
samples() {
    bash Scripts/samples.sh "$(swift build --show-bin-path)"
}

# The module that a folder of Sources makes; the manifest names them by the same rule.
module() {
    case $1 in
        Sources/Providers/InMemory) echo InMemoryContainers ;;
        Sources/Providers/*/Adapter) basename "$(dirname "$1")" | sed 's/$/Containers/' ;;
        Sources/Providers/*/Simulator) basename "$(dirname "$1")" | sed 's/$/Simulator/' ;;
        *) basename "$1" ;;
    esac
}

# Converts one catalog: folder of the target, then options of docc.
convert() {
    local folder=$1 name
    shift
    name=$(module "$folder")
    mkdir -p "$scratch/graphs/$name"
    # A module that extends another one's types has a second graph, Module@Other.symbols.json.
    find "$graphs" -maxdepth 1 \( -name "$name.symbols.json" -o -name "$name@*.symbols.json" \) \
        -exec cp {} "$scratch/graphs/$name" \;
    if [ ! -f "$scratch/graphs/$name/$name.symbols.json" ]; then
        echo "there is no symbol graph of $name in $graphs" >&2
        return 1
    fi
    docc convert "$folder/Documentation.docc" --additional-symbol-graph-dir "$scratch/graphs/$name" \
        --fallback-display-name "$name" --fallback-bundle-identifier "$name" \
        --output-path "$scratch/$name.doccarchive" --warnings-as-errors \
        --enable-experimental-external-link-support "$@"
    echo "documentation of $name: no broken link"
}

docs() {
    local log="$scratch/symbol-graph.log" catalog folder graphs
    swift package dump-symbol-graph --minimum-access-level public >"$log" 2>&1 || {
        cat "$log" >&2
        return 1
    }
    graphs=$(sed -n 's/^Files written to //p' "$log" | tail -n 1)
    if [ ! -d "$graphs" ]; then
        cat "$log" >&2
        echo "no folder of symbol graphs was named" >&2
        return 1
    fi
    # The core comes first: the other modules' pages link into its archive.
    convert Sources/CloudContainers
    while IFS= read -r catalog; do
        folder=${catalog%/Documentation.docc}
        if [ "$folder" != Sources/CloudContainers ]; then
            convert "$folder" --dependency "$scratch/CloudContainers.doccarchive"
        fi
    done < <(find Sources -name Documentation.docc -type d | sort)
}

# What was public in the last release is still there. Below 1.0 a release with another minor version may break it; then the
# changelog says so, and BREAKING_RELEASE=1 leaves the comparison out.
breakage() {
    local last
    last=$(git describe --tags --abbrev=0 --match '[0-9]*' 2>/dev/null) || {
        echo "skipped: there is no release to compare with"
        return
    }
    if [ -n "${BREAKING_RELEASE:-}" ]; then
        echo "skipped: the next release may break what $last had"
        return
    fi
    swift package diagnose-api-breaking-changes "$last"
}

stage rules rules
stage format format
stage build build
stage linkage linkage
stage samples samples
stage tests tests
stage migrations migrations
stage documentation docs
stage 'public interface' breakage
echo "== all checks passed: $SECONDS s"
