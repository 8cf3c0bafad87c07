#!/bin/bash
# scripts/slurm/up.sh FOLDER: a real Slurm on 127.0.0.1 with two nodes, all of it in a folder of its own: without systemd, cgroups and
# accounting. It starts what does not run yet, so that it can be called again. Its last line is the value of SLURM_CONF for the clients.
# Exits with 3, and says why, where there cannot be one. scripts/slurm/down.sh FOLDER ends it and removes the folder.
#   SLURM_PORT       the controller's port; the nodes have the next ones (default 16817)
#   SLURM_MAX_ARRAY  its MaxArraySize (default 2001)
#   SLURM_MAX_JOBS   its MaxJobCount (default 50000)
#   SLURM_CPUS       processors that each node says it has (default 1)
#   SLURM_OWNER      a process: when it is gone, the cluster is ended too
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
[ $# = 1 ] || { echo "usage: scripts/slurm/up.sh FOLDER" >&2; exit 1; }
"$HERE/install.sh" || exit
mkdir -p "$1" && DIR=$(cd "$1" && pwd -P)
. "$HERE/common.sh"
PORT=${SLURM_PORT:-16817}
NODES=(n1 n2)
[[ $DIR =~ ^[A-Za-z0-9_./-]+$ ]] || { say "slurm.conf cannot name $DIR; expected letters, digits, and the characters _ . / -"; exit 1; }

# ---- its folder, key and configuration
mkdir -p "$DIR"/{etc,state,spool,log,run}
# munged refuses folders that others can write to.
chmod 755 "$DIR" "$DIR"/{etc,state,spool,log,run}
exec 9>"$DIR/run/up.lock" && flock -w 60 9
if [ ! -s "$DIR/etc/munge.key" ]; then (umask 077 && head -c 1024 /dev/urandom >"$DIR/etc/munge.key"); fi
host=$(hostname -s)
# Each node has a host name of its own where the system has namespaces; slurmd then binds to what that name stands for.
if [ "$(id -u)" = 0 ] && unshare --uts --mount true 2>/dev/null; then
  own_names=1 bind=NoCtldInAddrAny,NoInAddrAny
  { echo "127.0.0.1 localhost $host" && printf '127.0.0.1 %s\n' "${NODES[@]}"; } >"$DIR/etc/hosts"
else own_names=0 bind=NoCtldInAddrAny; fi
export SLURM_CONF=$DIR/etc/slurm.conf
cat >"$SLURM_CONF" <<CONF
ClusterName=loopback
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$PORT
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
CredType=cred/munge
# cred_expire is also how long a requeued job waits, 120 s by default.
AuthInfo=socket=$DIR/run/munge.sock,cred_expire=5
CommunicationParameters=$bind
StateSaveLocation=$DIR/state
SlurmdSpoolDir=$DIR/spool/%n
SlurmctldPidFile=$DIR/run/slurmctld.pid
SlurmdPidFile=$DIR/run/%n.pid
SlurmctldLogFile=$DIR/log/slurmctld.log
SlurmdLogFile=$DIR/log/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=2,sched_min_interval=0,bf_interval=2
JobRequeue=1
ReturnToService=2
# Nodes of a test may have more processors than the machine.
SlurmdParameters=config_overrides
SlurmdTimeout=5
TCPTimeout=1
MessageTimeout=3
EnforcePartLimits=ALL
SlurmctldTimeout=10
KillWait=3
UnkillableStepTimeout=20
MinJobAge=3600
MaxJobCount=${SLURM_MAX_JOBS:-50000}
MaxArraySize=${SLURM_MAX_ARRAY:-2001}
NodeName=n[1-2] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((PORT + 1))-$((PORT + 2))] CPUs=${SLURM_CPUS:-1} RealMemory=4000 State=UNKNOWN
PartitionName=debug Nodes=ALL Default=YES MaxTime=INFINITE DefMemPerCPU=100 State=UP
PartitionName=short Nodes=ALL MaxTime=1 DefMemPerCPU=100 State=UP
CONF

# ---- the daemons; none of them keeps the lock, or an output of this script
munged_up() {
  rm -f "$DIR"/run/munge.sock*
  munged --key-file="$DIR/etc/munge.key" --socket="$DIR/run/munge.sock" --pid-file="$DIR/run/munged.pid" \
    --log-file="$DIR/log/munged.log" --seed-file="$DIR/state/munged.seed" --num-threads=2 </dev/null >>"$DIR/log/start.log" 2>&1 9>&-
}
node_up() {
  mkdir -p "$DIR/spool/$1"
  if [ $own_names = 1 ]; then
    # shellcheck disable=SC2016
    unshare --uts --mount sh -c 'mount --bind "$3" /etc/hosts && hostname "$1" && exec slurmd -f "$2" -N "$1"' \
      sh "$1" "$SLURM_CONF" "$DIR/etc/hosts" </dev/null >>"$DIR/log/start.log" 2>&1 9>&-
  else slurmd -f "$SLURM_CONF" -N "$1" </dev/null >>"$DIR/log/start.log" 2>&1 9>&-; fi
}
fail() { say "$* See $DIR/log."; tail -n 5 "$DIR/log/slurmctld.log" >&2 || true; exit 1; }
pid_of munged >/dev/null || munged_up || fail "munged does not start."
pid_of slurmctld >/dev/null || slurmctld -f "$SLURM_CONF" </dev/null >>"$DIR/log/start.log" 2>&1 9>&- || fail "slurmctld does not start."
for ((k = 0; k < 100; k++)); do scontrol ping 2>/dev/null | grep -q 'is UP' && break; sleep 0.1; done
for node in "${NODES[@]}"; do pid_of "$node" >/dev/null || node_up "$node" || fail "slurmd of $node does not start."; done
if [ -n "${SLURM_OWNER:-}" ] && [ ! -e "$DIR/run/watch.pid" ]; then
  setsid bash -c 'while kill -0 "$1" 2>/dev/null; do sleep 2; done; rm -f "$3/run/watch.pid"; exec "$2/down.sh" "$3"' \
    watch "$SLURM_OWNER" "$HERE" "$DIR" </dev/null >/dev/null 2>&1 9>&- &
  echo $! >"$DIR/run/watch.pid"
fi

# ---- until both nodes can be used
for ((k = 0; k < 200; k++)); do
  states=$(sinfo -h -N -p debug -o '%N=%T' 2>/dev/null | sort -u) || states=
  ready=$(grep -cE '=(idle|mixed|allocated|completing)$' <<<"$states" || true)
  if [ "$ready" = ${#NODES[@]} ]; then echo "$SLURM_CONF"; exit 0; fi
  # One that an earlier test left down.
  if ((k % 25 == 24)); then
    for node in $(grep -E '=(down|drain)' <<<"$states" | cut -d= -f1); do scontrol update nodename="$node" state=resume 2>/dev/null || true; done
  fi
  sleep 0.2
done
fail "The nodes do not come up: ${states//$'\n'/ }."
