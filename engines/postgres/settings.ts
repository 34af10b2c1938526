/** What `tenon.conf` says; rewritten at every start. An operator's own lines in postgresql.conf win. */
export function settingsFile(): string {
  return Object.entries(SETTINGS)
    .map(([name, value]) => `${name} = ${quoteSetting(value)}\n`)
    .join('')
}

export function quoteSetting(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

// For a machine of two cores that PostgreSQL shares with node.
const SETTINGS: Record<string, string> = {
  max_connections: '100',
  shared_buffers: '192MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  // Parallel and compiled queries take the second core away from node for milliseconds of gain.
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_worker_processes: '4',
  // Plans made while tables are tiny stay until the first ANALYZE: let it come soon after a set-up or import.
  autovacuum_naptime: '10s',
  autovacuum_max_workers: '2',
  max_logical_replication_workers: '0',
  // Three idle reader processes gain nothing while the data fits in the page cache.
  io_method: 'sync',
  random_page_cost: '1.1',
  // An acknowledgement means committed and fsynced.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_buffers: '16MB',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_line_prefix: '%m [%p] %q%u@%d ',
  password_encryption: 'scram-sha-256',
}

/** Speed instead of safety: for clusters that are thrown away after the run. */
export const THROWAWAY: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '300',
}
