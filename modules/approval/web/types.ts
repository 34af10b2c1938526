import type { MoneyValue, Row } from '#web'

export type Status = 'open' | 'approved' | 'rejected' | 'withdrawn'
export interface Request extends Row {
  title: string
  reason?: string
  amount?: MoneyValue
  submitter: string
  approver: string
  status: Status
  conversation?: string
  files?: string[]
  decided_at?: string
  decided_by?: string
  comment?: string
}
export type Box = 'to_me' | 'by_me' | 'done' | 'all'
