#!/usr/bin/env bash
# A Slurm of its own for a test: two nodes of one processor each, both on this machine and on loopback. Everything that it writes
# lies in one folder, and nothing outlives `stop`.
#
#   slurm.sh start FOLDER PID  prints the path for SLURM_CONF; all ends with the process of that number, at the latest
#   slurm.sh stop FOLDER
#   slurm.sh kill FOLDER n1  ends the daemon of a node, as a power cut would
#   slurm.sh node FOLDER n1  starts it again
set -euo pipefail
verb=$1
script=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
folder=$(mkdir -p "$2" && cd "$2" && pwd)
cd "$folder"
export SLURM_CONF=$folder/slurm.conf

# What the caller has open is none of the daemons' business: it would wait for them to end. (Bash reads this file from 255.)
for descriptor in /proc/$$/fd/*; do
  number=${descriptor##*/}
  if [ "$number" -gt 2 ] && [ "$number" -ne 255 ]; then eval "exec $number>&-"; fi
done

# Whether a process is at work; one that has ended may still wait to be counted.
runs() { [ -e "/proc/$1/status" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null; }

# Ends the process whose number a file holds, and waits until it is gone.
end() {
  local file=$1 signal=$2 number
  [ -s "$file" ] || return 0
  number=$(cat "$file")
  kill "-$signal" "$number" 2>/dev/null || return 0
  for _ in $(seq 100); do
    runs "$number" || return 0
    sleep 0.1
  done
}

# A port on which nobody listens, and two behind it for the nodes.
free_port() {
  local port
  for _ in $(seq 100); do
    port=$((20000 + RANDOM % 20000))
    if ! grep -qiE "$(printf ':(%04X|%04X|%04X) ' "$port" $((port + 1)) $((port + 2)))" /proc/net/tcp; then
      echo "$port"
      return
    fi
  done
  echo "slurm.sh: there is no free port." >&2
  return 1
}

write_configuration() {
  local port host
  port=$(free_port)
  host=$(hostname -s)
  cat >"$SLURM_CONF" <<TEXT
ClusterName=mesoscale
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
SlurmctldPort=$port
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=5
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1
MpiDefault=none
SwitchType=switch/none
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool.%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/%n.log
SlurmdParameters=config_overrides
SlurmdTimeout=5
ReturnToService=2
MaxArraySize=10001
MinJobAge=300
InactiveLimit=0
KillWait=2
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=1 RealMemory=2000
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=1 RealMemory=2000
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
TEXT
}

case "$verb" in
  start)
    mkdir -p "$folder"/{munge,state,spool.n1,spool.n2}
    chmod 755 "$folder" "$folder/munge"
    (umask 077 && head -c 128 /dev/urandom >"$folder/munge/key")
    munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
      --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" >"$folder/munge/start.log" 2>&1
    write_configuration
    slurmctld -f "$SLURM_CONF" >"$folder/start.log" 2>&1
    for node in n1 n2; do slurmd -f "$SLURM_CONF" -N $node >>"$folder/start.log" 2>&1; done
    for _ in $(seq 300); do
      if [ "$(sinfo --noheader --Node --format=%T 2>/dev/null | sort -u)" = idle ]; then
        echo "$SLURM_CONF"
        if [ -n "${3:-}" ]; then
          # What `stop` has ended is left alone: its folder may be gone.
          (
            cd /
            while kill -0 "$3" 2>/dev/null && [ -s "$folder/slurmctld.pid" ]; do sleep 1; done
            [ ! -s "$folder/slurmctld.pid" ] || "$script" stop "$folder"
          ) >/dev/null 2>&1 &
        fi
        exit 0
      fi
      sleep 0.1
    done
    echo "slurm.sh: the nodes did not come up; the logs are in $folder." >&2
    "$script" stop "$folder"
    exit 1
    ;;
  stop)
    timeout 10 scancel --user="$(id -un)" 2>/dev/null || true
    # Not by SIGTERM, which may be blocked in what a test starts.
    for node in n1 n2; do end "$folder/$node.pid" KILL; done
    end "$folder/slurmctld.pid" KILL
    end "$folder/munge/pid" KILL
    rm -f "$folder/slurmctld.pid"
    ;;
  kill)
    end "$folder/$3.pid" KILL
    rm -f "$folder/$3.pid"
    ;;
  node)
    slurmd -f "$SLURM_CONF" -N "$3"
    ;;
  *)
    echo "slurm.sh: there is no '$verb'." >&2
    exit 1
    ;;
esac
