#!/bin/sh
# Runs once, when the volume is new.
set -eu
psql -v ON_ERROR_STOP=1 -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" \
  --username postgres --file /tenon/database.sql postgres
