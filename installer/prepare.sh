#!/usr/bin/env bash
# Makes the virtual environment from the lock, and sees that Qt finds its system libraries.
# What is missing is installed when run as root, and named exactly when not.
set -euo pipefail
venv=${1:?usage: prepare.sh VENV}
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

python=
for name in python3.13 python3.12 python3.11 python3; do
  if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'
  then python=$name; break; fi
done
[ -n "$python" ] || { say "ClubDesk needs Python 3.11 or newer: apt-get install python3"; exit 1; }

missing=()
"$python" -c 'import venv, ensurepip' 2>/dev/null || missing+=("$(basename "$python")-venv")

# The libraries Qt loads: library file = Debian package. The second group is for a real window.
libraries="libglib-2.0.so.0=libglib2.0-0 libEGL.so.1=libegl1 libGL.so.1=libgl1
  libfontconfig.so.1=libfontconfig1 libdbus-1.so.3=libdbus-1-3 libxkbcommon.so.0=libxkbcommon0"
if [ -n "${DISPLAY:-}" ]; then
  libraries="$libraries libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4
  libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1
  libxcb-randr.so.0=libxcb-randr0 libxcb-render-util.so.0=libxcb-render-util0
  libxcb-shape.so.0=libxcb-shape0 libxcb-sync.so.1=libxcb-sync1 libxcb-xfixes.so.0=libxcb-xfixes0
  libxcb-xkb.so.1=libxcb-xkb1 libxkbcommon-x11.so.0=libxkbcommon-x11-0 libX11-xcb.so.1=libx11-xcb1"
fi
if command -v apt-get >/dev/null; then
  known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
  for entry in $libraries; do
    grep -qF "${entry%%=*}" <<<"$known" || missing+=("${entry##*=}")
  done
fi
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ]; then
    say "Installing what Python and Qt need: ${missing[*]}"
    apt-get update -qq
    # Newer Debian and Ubuntu carry glib under a name ending in t64.
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      "${missing[@]}" >/dev/null || {
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
          "${missing[@]/libglib2.0-0/libglib2.0-0t64}" >/dev/null; }
  else
    say "Some system packages are missing. Install them with:"
    say "  sudo apt-get install ${missing[*]}"
    exit 1
  fi
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
  -r requirements-dev.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
  --no-build-isolation -e .
