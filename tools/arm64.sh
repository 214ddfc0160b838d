#!/usr/bin/env bash
# Golden bits on an emulated ARM processor: the digests of the kernel pack and of a short training must be those of
# this machine. Needs Debian's qemu-user, libc6-arm64-cross and libgcc-s1-arm64-cross, and npm for the arm64 Deno.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && npm pack --silent "@deno/linux-arm64-glibc@${DENO_ARM64_VERSION:-2.9.5}" && tar xzf ./*.tgz)
native() { ${DENO:-deno} "$@"; }
arm64() { qemu-aarch64 -L /usr/aarch64-linux-gnu "$folder/package/deno" "$@"; }
for program in steps training; do
  run=(run --quiet --config=deno.json --frozen --no-prompt --allow-read "tests/backend/devices/wasm/golden/$program.ts" 2)
  native "${run[@]}" >>"$folder/native"
  arm64 "${run[@]}" | tee -a "$folder/arm64"
done
diff "$folder/native" "$folder/arm64" && echo "arm64 equals $(uname -m)"
