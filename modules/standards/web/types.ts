export interface Finding {
  part: string
  ok: boolean
  says: string
}
export interface Implementer {
  module: string
  title: string
  publisher: string
  chosen: boolean
  without: string[]
  badge?: {
    passed: boolean
    wrote: boolean
    current: boolean
    tested_at: string
    findings: Finding[]
  }
}
export interface Standard {
  interface: string
  title: string
  description: string
  actions: string[]
  events: string[]
  implementers: Implementer[]
}
