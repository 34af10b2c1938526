import { numberText, t } from '#web'
import type { Device, Metric } from './types.ts'

/** `92 °C`, with as many digits as the metric has. */
export function readingOf(metric: Metric | undefined, value: number): string {
  const rounded = metric?.digits === undefined ? value : Number(value.toFixed(metric.digits))
  return metric?.unit ? `${numberText(rounded)} ${metric.unit}` : numberText(rounded)
}

/** What it is right now, in one word and tone. */
export function standingOf({ status, online, alarms }: Device): { text: string; tone: string } {
  if (status === 'waiting') return { text: t('Not connected yet'), tone: 'waiting' }
  if (status === 'revoked') return { text: t('Revoked'), tone: 'closed' }
  if (status === 'retired') return { text: t('Out of use'), tone: 'closed' }
  if (alarms > 0) return { text: t('{n} alarms', { n: alarms }), tone: 'danger' }
  return online ? { text: t('Online'), tone: 'ok' } : { text: t('Offline'), tone: 'warning' }
}
