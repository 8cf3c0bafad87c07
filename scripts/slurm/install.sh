#!/bin/bash
# scripts/slurm/install.sh: Slurm's programs, from Debian's packages where they are not here yet and this is root. Exits with 3, and says
# why, where there can be none.
set -euo pipefail
. "$(cd "$(dirname "$0")" && pwd)/common.sh"
cannot() { say "$*"; exit 3; }
[ "$(uname)" = Linux ] || cannot "Slurm runs on Linux alone"

packages=(slurmctld slurmd slurm-client munge)
lacking() {
  missing=()
  for program in slurmctld slurmd sbatch squeue scontrol munged; do command -v $program >/dev/null || missing+=($program); done
  ((${#missing[@]}))
}
lacking || exit 0
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || cannot "there is no ${missing[*]} here: apt-get install ${packages[*]}"
# Several tests may find them lacking at the same time.
lock=${TMPDIR:-/tmp}/digits-lab-slurm.lock
exec 9>>"$lock"
flock -w 200 9 || cannot "another process has been installing them for 200 s"
lacking || exit 0
# What has just failed would fail again, and take as long.
if [ -n "$(find "$lock" -size +0 -mmin -10)" ]; then cannot "$(cat "$lock")"; fi
: >"$lock"
say "installing ${packages[*]} (once)"
log=$(mktemp)
policy=/usr/sbin/policy-rc.d
# The packages would start daemons of the whole system.
if [ -e $policy ]; then policy=; else printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy; fi
trap '[ -z "$policy" ] || rm -f "$policy"; rm -f "$log"; [ -s "$lock" ] || rm -f "$lock"' EXIT
export DEBIAN_FRONTEND=noninteractive
{ timeout 60 apt-get update && timeout 120 apt-get install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1 </dev/null 9>&- ||
  { echo "apt-get could not install ${packages[*]}: $(tail -n 1 "$log")" >"$lock" && cannot "$(cat "$lock")"; }
