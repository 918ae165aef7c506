#!/usr/bin/env bash
# Installs every Debian package that building, testing and running Merchbench needs. Prints nothing when all are there.
set -euo pipefail

packages=(
  g++ cmake ninja-build ccache pkg-config git ca-certificates
  qt6-base-dev qt6-svg-dev libqt6svg6 qt6-qpa-plugins qt6-tools-dev qt6-l10n-tools
  libqcustomplot-dev libqcustomplot2.1-qt6
  libsqlite3-dev sqlite3 libeigen3-dev libboost-dev libboost-math-dev libtbb-dev
  libxlsxwriter-dev libzip-dev zlib1g-dev libsodium-dev
)

if [ -r /etc/os-release ]; then
  . /etc/os-release
  case "${ID:-}:${VERSION_ID:-}" in
    debian:12) ;;
    ubuntu:24.04) echo "install-deps: Ubuntu 24.04 is untested; going on with Debian 12's package names." >&2 ;;
    *) echo "install-deps: ${PRETTY_NAME:-this system} is untested; made for Debian 12." >&2 ;;
  esac
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root=(sudo)
  else
    echo "Some packages are missing and this user may not install them. Run as root:" >&2
    echo "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
fi

echo "Installing ${#missing[@]} packages: ${missing[*]}" >&2
"${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
