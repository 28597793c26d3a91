#!/usr/bin/env bash
# The main job in one command: installs what is missing (eng/setup.sh says what), builds, trains the forecast task
# with AdamW and with MetaAdamW, prints the comparison and writes out/demo/report.html.
# Arguments go to the tasks program: ./demo.sh --seed 7
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

eng/setup.sh

echo "demo: building (Release) ..."
dotnet build samples/Tasks -c Release --nologo -v quiet -clp:NoSummary

echo "demo: training the forecast task with AdamW and with MetaAdamW ..."
dotnet run --project samples/Tasks -c Release --no-build -- compare forecast --out out/demo "$@"

echo "demo: the report is $PWD/out/demo/report.html"
