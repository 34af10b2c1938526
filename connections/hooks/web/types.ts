import { t, type Row } from '#web'

export interface EndpointRow extends Row {
  name: string
  url: string
  events: string[]
  state: 'active' | 'failing' | 'off'
  failing_since?: string
  last_status?: number
  last_error?: string
  delivered_at?: string
}
export interface DeliveryRow extends Row {
  endpoint: string
  event: string
  type: string
  state: 'waiting' | 'delivered' | 'given_up'
  attempts: number
  due_at?: string
  status?: number
  error?: string
  took_ms?: number
}

export const TONES = { active: 'success', failing: 'failed', off: 'plain' } as const
export const stateTitle = (state: EndpointRow['state']): string =>
  ({ active: t('Active'), failing: t('Failing'), off: t('Off') })[state]
