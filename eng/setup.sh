#!/usr/bin/env bash
# Installs from Debian what building and running needs and is not there yet; says what, and why. Safe to run twice.
#   eng/setup.sh            to build and run: a C++ compiler, libtorch, OpenBLAS
#   eng/setup.sh --tests    also Chromium, in which a test opens the report
set -euo pipefail

wanted=()
want() { # package, why
    if ! dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; then
        wanted+=("$1")
        echo "setup: $1 is missing: $2"
    fi
}

if ! command -v dotnet >/dev/null; then
    echo "setup: the .NET SDK 10 is missing: install it from https://dotnet.microsoft.com/download and run this again." >&2
    exit 1
fi

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    command -v g++ >/dev/null || want g++ "the compiler for the native part of src/LibTorch"
    [ -n "${LIBTORCH:-}" ] || want libtorch-dev "libtorch and its headers (or set LIBTORCH to one that you have)"
    want libopenblas0-pthread "a fast BLAS: with the reference BLAS libtorch is many times slower"
    if [ "${1:-}" = "--tests" ] && ! command -v chromium >/dev/null; then
        want chromium "a test opens the training report in it"
    fi
else
    echo "setup: this is no Debian or Ubuntu: see to g++, libtorch (LIBTORCH) and a fast BLAS yourself."
fi

if [ ${#wanted[@]} -eq 0 ]; then
    echo "setup: all that is needed is installed."
    exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "setup: run as root: apt-get install --no-install-recommends ${wanted[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "setup: installing ${wanted[*]} with apt-get ..."
if ! {
    "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
        install -y --no-install-recommends "${wanted[@]}"
} >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "setup: apt-get could not install ${wanted[*]}: see above." >&2
    exit 1
fi
echo "setup: installed ${wanted[*]}."
