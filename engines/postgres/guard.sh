#!/bin/sh
# Outlives a test run, however that ends, to stop its PostgreSQL and remove its folder $1.
# Standard input is a pipe from the run: it closes when the run is over or was killed.
cat >/dev/null
pid=$(head -n 1 "$1/cluster/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -QUIT "$pid" 2>/dev/null
  tries=0
  while [ $tries -lt 200 ] && kill -0 "$pid" 2>/dev/null; do
    sleep 0.05
    tries=$((tries + 1))
  done
fi
rm -rf "$1"
