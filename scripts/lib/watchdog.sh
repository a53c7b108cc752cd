#!/bin/sh
# Stops PostgreSQL when the launcher is gone without having done so (kill -9). The launcher holds the other end of
# standard input: `read` returns when that end closes, whatever closed it.
# Usage: watchdog.sh <postgres pid> <cluster folder> [folder to remove afterwards]
trap '' INT TERM HUP
read -r _
pid=$1
# The number may belong to another process by now: the server's own file must still name it. One that has only just been
# started has not written its file yet.
tries=0
while [ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" != "$pid" ] && kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 20 ]; do
  sleep 0.1
  tries=$((tries + 1))
done
if [ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" = "$pid" ]; then
  kill -INT "$pid" 2>/dev/null
  tries=0
  while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
fi
[ -n "$3" ] && rm -rf "$3"
exit 0
