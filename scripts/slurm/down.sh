#!/bin/bash
# scripts/slurm/down.sh FOLDER: ends the cluster of scripts/slurm/up.sh with all its jobs, and removes the folder. Nothing is ended by name:
# a process is signalled only if its command line names that folder. Called again it does nothing.
set -uo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
[ $# = 1 ] || { echo "usage: scripts/slurm/down.sh FOLDER" >&2; exit 1; }
[ -d "$1/run" ] && [ -f "$1/etc/slurm.conf" ] || exit 0
DIR=$(cd "$1" && pwd -P)
. "$HERE/common.sh"
export SLURM_CONF=$DIR/etc/slurm.conf

if pid_of slurmctld >/dev/null && timeout 5 scontrol ping 2>/dev/null | grep -q 'is UP'; then
  timeout 20 scancel --user="$(id -un)" 2>/dev/null
  timeout 20 scancel --full --signal=KILL --user="$(id -un)" 2>/dev/null
  for ((k = 0; k < 50; k++)); do [ -z "$(timeout 5 squeue -h -t R,CG 2>/dev/null)" ] && break; sleep 0.2; done
fi
# stop NAME: TERM, and KILL where that is not obeyed.
stop() {
  local pid k
  pid=$(pid_of "$1") || return 0
  kill -TERM "$pid" 2>/dev/null
  for ((k = 0; k < 100; k++)); do ours "$pid" || return 0; sleep 0.1; done
  say "$1 ($pid) does not end by itself"
  kill -KILL "$pid" 2>/dev/null
}
stop watch
for node in "$DIR"/spool/*/; do stop "$(basename "$node")"; done
stop slurmctld
stop munged
# Tasks that outlived their slurmd: their environment names this cluster and a job, whatever they run by now. First slurmstepd, their parent.
tasks=()
for entry in /proc/[0-9]*; do
  names=$({ tr '\0' '\n' <"$entry/environ"; } 2>/dev/null | grep -cE -e "^SLURM_CONF=$SLURM_CONF\$" -e '^SLURM_JOB_ID=')
  [ "$names" = 2 ] && tasks+=("${entry#/proc/}")
done
for pid in "${tasks[@]}"; do
  parent=$(ps -o ppid= -p "$pid" | tr -d ' ')
  if [[ -n $parent && $(command_of "$parent") == "slurmstepd: ["* ]]; then kill -KILL "$parent" 2>/dev/null; fi
done
for pid in "${tasks[@]}"; do kill -KILL "$pid" 2>/dev/null; done
rm -rf "$DIR"
