import type { Row } from '#web'

export interface Metric {
  key: string
  title: string
  unit?: string
  digits?: number
}
export interface Param {
  key: string
  title: string
  type: 'number' | 'integer' | 'text' | 'boolean' | 'choice'
  required?: boolean
  least?: number
  most?: number
  choices?: string[]
}
export interface Offer {
  key: string
  title: string
  danger?: boolean
  expires_s?: number
  params?: Param[]
}
export interface Kind extends Row {
  name: string
  maker?: string
  model?: string
  metrics: Metric[]
  commands: Offer[]
  offline_after_s: number
  keep_days: number
}
export type Status = 'waiting' | 'active' | 'revoked' | 'retired'
export interface Device extends Row {
  name: string
  kind: string
  model?: string
  serial_no?: string
  place?: string
  keeper?: string
  conversation?: string
  status: Status
  claimed_at?: string
  online: boolean
  seen_at?: string
  latest?: Record<string, { value: number; at: string }>
  alarms: number
  next_seq: number
  missing: number
}
export interface Rule extends Row {
  name: string
  kind?: string
  device?: string
  metric?: string
  comparison: 'gt' | 'gte' | 'lt' | 'lte' | 'silent'
  threshold?: number
  for_s: number
  hysteresis: number
  severity: 'info' | 'warning' | 'critical'
  conversation?: string
  project?: string
  command?: string
  enabled: boolean
}
export interface Alarm extends Row {
  device: string
  title: string
  metric?: string
  value?: number
  unit?: string
  severity: Rule['severity']
  state: 'open' | 'acknowledged' | 'cleared'
  raised_at: string
  cleared_at?: string
}
export interface Command extends Row {
  title: string
  state: 'queued' | 'delivered' | 'done' | 'failed' | 'expired'
  by: string
  error?: string
  input?: unknown
}
export interface Bucket {
  at: string
  least: number
  most: number
  mean: number
  count: number
}

export const SIGNS = { gt: '>', gte: '≥', lt: '<', lte: '≤', silent: '' } as const
export const TONES: Record<string, string> = {
  queued: 'waiting',
  delivered: 'doing',
  done: 'done',
  failed: 'failed',
  expired: 'warning',
  info: 'info',
  warning: 'warning',
  critical: 'danger',
}
