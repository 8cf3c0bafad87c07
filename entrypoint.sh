#!/bin/sh
# What the container starts: `digits train` with the container's arguments, as the owner of the folder it is started in. That is /app,
# where the user's own folder is mounted: what a run leaves then belongs to the user, not to root.
#   (nothing)               digits train
#   --epochs 3              digits train --epochs 3
#   list --json             digits list --json
#   digits list, --help     digits list, digits --help
# Each step is an exec, so that in the end Node is process 1 and gets the container's SIGTERM itself: a stopped run is evaluated and saved.
# .env is data that digits reads; no shell does.
set -eu

if [ "$#" -eq 0 ]; then
  set -- train
else
  case $1 in
    digits) shift ;;
    -h | --help | -V | --version) ;;
    -*) set -- train "$@" ;;
  esac
fi

# Runs a command as $uid:$gid, which root alone may.
become() {
  if command -v setpriv >/dev/null; then
    exec setpriv --reuid "$uid" --regid "$gid" --clear-groups --no-new-privs -- "$@"
  fi
  exec chroot --userspec="$uid:$gid" --groups= --skip-chdir / "$@"
}

# In a user namespace (rootless Docker or Podman) root is nobody but the user who started the container.
is_real_root() {
  [ "$(id -u)" -eq 0 ] || return 1
  outside=0
  read -r _ outside _ 2>/dev/null </proc/self/uid_map || :
  [ "$outside" -eq 0 ]
}

uid=$(stat -c %u .)
gid=$(stat -c %g .)
if is_real_root; then
  # A folder of root's: no reason to train as root.
  if [ "$uid" -eq 0 ]; then
    uid=1000 gid=1000
  fi
  if ! (become true); then
    echo "entrypoint.sh: cannot go from root to $uid:$gid; were the container's capabilities dropped? Start it with --user $uid:$gid." >&2
    exit 1
  fi
  # The runs are written below .digits: it must be there where only root may make it, and nothing in it may be left to root. What cannot
  # be changed here (a mount that is read only) digits itself speaks of, if it matters.
  if [ "${1-}" = train ]; then mkdir -p .digits 2>/dev/null || :; fi
  find .digits -user 0 -exec chown -h "$uid:$gid" {} + 2>/dev/null || :
  export HOME=/tmp
  become digits "$@"
fi
# A user whom the image does not know has / for a home, or none.
[ -w "${HOME:-/}" ] || export HOME=/tmp
exec digits "$@"
