#!/usr/bin/env bash
# The golden digests of the kernel pack on an emulated ARM processor (about a minute): they must be those of x86-64.
# Needs Debian's qemu-user, libc6-arm64-cross and libgcc-s1-arm64-cross, and npm for the arm64 build of Deno.
set -euo pipefail
cd "$(dirname "$0")/../../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && npm pack --silent "@deno/linux-arm64-glibc@${DENO_ARM64_VERSION:-2.9.5}" && tar xzf ./*.tgz)
steps=(run --no-config --no-lock --no-prompt --allow-read tests/backend/golden/steps.ts)
qemu-aarch64 -L /usr/aarch64-linux-gnu "$folder/package/deno" "${steps[@]}" 2 | tee "$folder/arm64"
"${DENO:-deno}" "${steps[@]}" 2 > "$folder/native"
diff "$folder/native" "$folder/arm64" && echo "arm64 equals $(uname -m)"
