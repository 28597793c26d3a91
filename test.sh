#!/usr/bin/env bash
# All tests in one command. Installs what is missing (eng/setup.sh says what), builds, runs every test project,
# and ends with a line of its own: N passed, N failed, N skipped.
#   ./test.sh [PROJECT ...]     only these, e.g. ./test.sh Generators Runtime
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

eng/setup.sh --tests || exit 1

results=out/tests
rm -rf "$results"
mkdir -p "$results"

echo "test: building (Release) ..."
if ! dotnet build MetaAdamW.Gen.sln -c Release --nologo -v quiet -clp:NoSummary; then
    echo "test: the build failed, so no test ran." >&2
    exit 1
fi

projects=("$@")
if [ ${#projects[@]} -eq 0 ]; then
    for folder in tests/*.Tests; do
        name=${folder#tests/}
        projects+=("${name%.Tests}")
    done
fi

passed=0 failed=0 skipped=0
for name in "${projects[@]}"; do
    trx=$results/$name.trx
    dotnet test "tests/$name.Tests" -c Release --no-build --nologo -v quiet \
        --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal"
    status=$?
    counters=$(grep -o '<Counters [^>]*>' "$trx" 2>/dev/null)
    count() { sed -E "s/.* $1=\"([0-9]+)\".*/\1/" <<<"$counters"; }
    if [ -z "$counters" ]; then
        echo "test: $name gave no result (exit code $status): counted as one failure." >&2
        failed=$((failed + 1))
        continue
    fi
    passed=$((passed + $(count passed)))
    failed=$((failed + $(count failed)))
    skipped=$((skipped + $(count total) - $(count executed)))
    # A test host that dies on the way out leaves good counters and a bad exit code.
    if [ "$status" -ne 0 ] && [ "$(count failed)" -eq 0 ]; then
        echo "test: $name ended with exit code $status: counted as one failure." >&2
        failed=$((failed + 1))
    fi
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
