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
exec 9>"${TMPDIR:-/tmp}/digits-lab-slurm.lock" && flock -w 200 9
lacking || exit 0
say "installing ${packages[*]} (once)"
log=$(mktemp)
policy=/usr/sbin/policy-rc.d
# The packages would start daemons of the whole system.
if [ -e $policy ]; then policy=; else printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy; fi
trap '[ -z "$policy" ] || rm -f "$policy"; rm -f "$log" "${TMPDIR:-/tmp}/digits-lab-slurm.lock"' EXIT
export DEBIAN_FRONTEND=noninteractive
{ timeout 60 apt-get update && timeout 120 apt-get install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1 </dev/null 9>&- ||
  cannot "apt-get could not install ${packages[*]}: $(tail -n 1 "$log")"
