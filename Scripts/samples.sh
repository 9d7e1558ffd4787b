#!/usr/bin/env bash
# Compiles the Swift samples of every page against the libraries of a build: samples.sh FOLDER, the one that
# `swift build --show-bin-path` prints.
#
# The samples of a page follow each other in one function, so that a later one can use what an earlier one declared; one with
# an extension, a test or something public stands by itself. What they take for given is in comments of the page, which nobody
# sees: the parameters of that function in `<!-- given: NAME: TYPE, … -->`, declarations in `<!-- swift` to `-->`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bin=${1:?the folder of a build is missing, as swift build --show-bin-path prints it}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Writes the samples of a page as Swift; compiler errors name the page's own lines.
extract() {
    awk -v page="$1" '
        function mark(line) { return "#sourceLocation(file: \"" page "\", line: " line ")\n" }
        /^<!-- given: .* -->$/ { given = substr($0, 13, length($0) - 16); next }
        /^<!-- swift$/ { hidden = 1; whole = whole mark(NR + 1); next }
        /^-->$/ && hidden { hidden = 0; whole = whole "#sourceLocation()\n"; next }
        hidden { whole = whole $0 "\n"; next }
        /^```swift$/ { inside = 1; outside = 0; block = mark(NR + 1); next }
        /^```$/ && inside {
            inside = 0
            block = block "#sourceLocation()\n"
            if (outside) { whole = whole block } else { body = body "do {\n" block; depth += 1 }
            next
        }
        inside {
            # Imports stand at the top; their lines stay, so that the others keep their numbers.
            if (/^import /) { imports = imports $0 "\n"; block = block "\n"; next }
            if (/^(extension|public|@Test)/) outside = 1
            block = block $0 "\n"
        }
        END {
            print "import CloudContainers\n" imports whole
            if (!depth) exit
            print "func samples(" given ") async throws {\n" body
            for (; depth; depth -= 1) print "}"
            print "}"
        }
    ' "$1"
}

count=0
failures=0
while IFS= read -r page; do
    extract "$page" >"$scratch/Page.swift"
    swiftc -typecheck -swift-version 6 -parse-as-library -suppress-warnings -I "$bin/Modules" \
        "$scratch/Page.swift" || failures=$((failures + 1))
    count=$((count + $(grep -c '^```swift$' "$page")))
done < <(grep -rl --include='*.md' '^```swift$' README.md Sources Examples/*/README.md | sort)

if [ "$failures" -gt 0 ]; then
    echo "$failures pages have samples that do not compile" >&2
    exit 1
fi
echo "$count samples compile"
