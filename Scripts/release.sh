#!/usr/bin/env bash
# Makes the files of a release of cloudctl for Linux: Scripts/release.sh [FOLDER], .build/release-files where it is left out.
#
# The folder gets cloudctl-VERSION-linux-ARCHITECTURE (program, man pages, completions, licences, below bin and share as in
# /usr/local), the same as a .tar.gz, a bill of materials (.cdx.json, CycloneDX), and SHA256SUMS over all of it. With SIGNING_KEY,
# the path of a key for SSH, the sums are signed (SHA256SUMS.sig, for ssh-keygen -Y verify -n cloudctl). The program needs the C
# library of the system and nothing of Swift; the oldest C library that will do is the one it is built with, so build on the
# oldest system to be served.
set -euo pipefail

fail() {
    echo "release.sh: $1" >&2
    exit 1
}

[ $# -le 1 ] || fail "usage: Scripts/release.sh [FOLDER]"
folder=$(realpath -m -- "${1:-$(dirname "${BASH_SOURCE[0]}")/../.build/release-files}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for tool in readelf strip sha256sum tar gzip clang python3 ${SIGNING_KEY:+ssh-keygen}; do
    command -v "$tool" >/dev/null ||
        fail "there is no $tool; install binutils, coreutils, tar, gzip, python3, the client of OpenSSH and the Swift toolchain"
done

# Its flags are others than those of a build for work, so that it has a folder of its own.
scratch=$PWD/.build/release-build
mkdir -p "$scratch"

# Two builds of one commit carry the same dates.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
if [ -n "$(git status --porcelain 2>/dev/null)" ]; then
    echo "release.sh: the tree holds changes that no commit has" >&2
fi

# The C++ library and zlib are linked into the program, from a folder that the linker looks into first: relocating them took a
# tenth of the time to start. libgcc_s stays outside, since the C library loads it by itself when a thread ends.
archives=$scratch/archives
mkdir -p "$archives"
for library in libstdc++.a libz.a; do
    path=$(clang -print-file-name="$library")
    [ -f "$path" ] || fail "there is no $library; install the development files of the C++ library and of zlib"
    ln -sf "$path" "$archives/$library"
done

build() {
    # The loader keeps a table of exported symbols, of which there would be 44,000; nothing looks one up by its name. What it
    # has filled in is read-only before the program begins (now), and it looks for no library beside the program (rpath). The
    # names of source files in the program do not tell where it was built.
    swift build -c release --static-swift-stdlib --package-path Examples/cloudctl --scratch-path "$scratch" \
        -Xswiftc "-L$archives" -Xlinker --no-export-dynamic -Xlinker -z -Xlinker now --disable-local-rpath \
        -Xcc "-ffile-prefix-map=$scratch/=" "$@"
}

build --product cloudctl
build --product generate-manual
bin=$(build --show-bin-path)

version=$("$bin/cloudctl" --version)
name=cloudctl-$version-linux-$(uname -m)
mkdir -p "$folder"
rm -rf "${folder:?}/$name" "$folder/$name.tar.gz" "$folder/$name.cdx.json" "$folder/SHA256SUMS" "$folder/SHA256SUMS.sig"
tree=$folder/$name
share=$tree/share
mkdir -p "$tree/bin" "$share/man/man1" "$share/doc/cloudctl/licenses"
strip -o "$tree/bin/cloudctl" "$bin/cloudctl"

# A release that needs more than every system has must not leave this machine.
needed=$(readelf -d "$tree/bin/cloudctl" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort)
unexpected=$(grep -vE '^(libc\.so\.6|libm\.so\.6|libgcc_s\.so\.1|ld-linux-[a-z0-9-]+\.so\.[0-9])$' <<<"$needed" || true)
[ -z "$unexpected" ] || fail "the program needs libraries that a system may not have: ${unexpected//$'\n'/, }"
oldest=$(readelf -V "$tree/bin/cloudctl" | grep -oE 'GLIBC_[0-9.]+' | sort -uV | tail -n 1)

# A page of the explanations as a list of the manual.
table() {
    printf '.Bl -tag -width 6n\n'
    "$bin/cloudctl" explain "$1" | sed -E 's/^([^ ]+) +(.*)$/.It \1\n\2/; s/^ +//'
    printf '.El\n'
}

# Gives a page of the argument parser what its tool leaves open: names with dashes, as man looks them up (man cloudctl env shows
# cloudctl-env), paragraphs and line breaks; options in a text begin with what a shell takes for a minus.
page() {
    awk -v system_name="cloudctl $version" '
        $1 == ".Dt" || $1 == ".Xr" { gsub(/\./, "-", $2) }
        $1 == ".Os" { $0 = ".Os " system_name }
        $1 == ".Ex" { $0 = ".Xr cloudctl 1\nhas the statuses, and the variables of the environment." }
        /^[^.]/ { gsub(/-/, "\\-") }
        /^$/ { gap = ".Pp"; next }
        # The list of the statuses says it again.
        /^The status: / { gap = ""; next }
        /^[^.]/ && in_text && gap == "" { gap = ".br" }
        gap != "" { print gap; gap = "" }
        { in_text = /^[^.]/; print }
    '
}

manual() {
    local pages=$scratch/pages path target
    rm -rf "$pages"
    mkdir -p "$pages"
    "$bin/generate-manual" "$bin/cloudctl" --multi-page --date "$(date -d "@$SOURCE_DATE_EPOCH" +%F)" \
        --output-directory "$pages"
    {
        echo '.Sh ENVIRONMENT'
        table environment-variables
        echo '.Sh "EXIT STATUS"'
        table exit-codes
    } >"$pages/sections"
    sed -i -e '/^\.Ex /d' -e "/^\.Sh \"EXIT STATUS\"\$/{r $pages/sections" -e 'd}' "$pages/cloudctl.1"
    for path in "$pages"/*.1; do
        target=$(basename "$path" .1)
        page <"$path" >"$share/man/man1/${target//./-}.1"
    done
}

manual

completions() {
    local path
    for path in bash:bash-completion/completions/cloudctl zsh:zsh/site-functions/_cloudctl \
        fish:fish/vendor_completions.d/cloudctl.fish; do
        mkdir -p "$(dirname "$share/${path#*:}")"
        "$tree/bin/cloudctl" completions "${path%%:*}" >"$share/${path#*:}"
    done
}

completions

# What is linked into the program comes with the licences of those who wrote it.
licences() {
    local file package
    cp LICENSE CHANGELOG.md "$share/doc/cloudctl"
    # That of the standard library, Foundation and ICU.
    file=$(dirname "$(dirname "$(realpath "$(command -v swift)")")")/share/swift/LICENSE.txt
    if [ -f "$file" ]; then cp "$file" "$share/doc/cloudctl/licenses/swift-LICENSE.txt"; fi
    for file in "$scratch"/checkouts/*/{LICENSE,NOTICE}*; do
        [ -f "$file" ] || continue
        package=$(basename "$(dirname "$file")")
        cp "$file" "$share/doc/cloudctl/licenses/$package-$(basename "$file")"
    done
}

licences

find "$tree" -type d -exec chmod 755 {} +
find "$tree" -type f -exec chmod 644 {} +
chmod 755 "$tree/bin/cloudctl"
tar --create --directory "$folder" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner "$name" |
    gzip -9n >"$folder/$name.tar.gz"
swift package --package-path Examples/cloudctl --scratch-path "$scratch" show-dependencies --format json |
    python3 -B Scripts/materials.py "$tree/bin/cloudctl" "$version" >"$folder/$name.cdx.json"
(cd "$folder" && find "$name" "$name.tar.gz" "$name.cdx.json" -type f | sort | xargs -d '\n' sha256sum >SHA256SUMS)
if [ -n "${SIGNING_KEY:-}" ]; then ssh-keygen -Y sign -q -n cloudctl -f "$SIGNING_KEY" "$folder/SHA256SUMS"; fi

echo "$folder:"
du -ah --apparent-size "$folder" --max-depth 3 | sed "s|$folder/||" | sort -k 2 | grep -v "$folder"
echo "needs ${needed//$'\n'/, }; $oldest or newer; $(find "$share/man" -name '*.1' | wc -l) man pages"
