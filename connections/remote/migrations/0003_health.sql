-- Since when a vendor's server is as it is, and how long its last answer took.
ALTER TABLE remote.link ADD COLUMN health_since timestamptz, ADD COLUMN latency_ms bigint;
