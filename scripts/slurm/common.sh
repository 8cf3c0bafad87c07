# What up.sh and down.sh share. A process is taken for the cluster's only if its command line names the cluster's folder.
# shellcheck shell=bash
say() { echo "slurm: $*" >&2; }
export PATH=$PATH:/usr/sbin:/sbin

# command_of PID: its command line, in one line.
command_of() { { tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null; }

ours() { command_of "$1" | grep -qF -- "$DIR/"; }

# pid_of NAME: that of a daemon of this cluster, if it runs.
pid_of() {
  local pid
  pid=$(cat "$DIR/run/$1.pid" 2>/dev/null) && [ -n "$pid" ] && ours "$pid" && echo "$pid"
}
