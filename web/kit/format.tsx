import { useEffect, useState } from 'react'
import { language, locale, t, useLanguage } from './language.ts'

export interface MoneyValue {
  amount: string
  currency: string
}

/** Minor units of a currency that are not two. */
const digitsOf = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits ?? 2

/** Exact: minor units are cut as text, never divided. */
export function moneyText({ amount, currency }: MoneyValue): string {
  const digits = digitsOf(currency)
  const sign = amount.startsWith('-') ? '−' : ''
  const all = amount.replace('-', '').padStart(digits + 1, '0')
  const whole = all.slice(0, all.length - digits).replace(/\B(?=(\d{3})+$)/g, ',')
  const part = digits ? `.${all.slice(-digits)}` : ''
  const symbol = new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  })
    .formatToParts(0)
    .find((piece) => piece.type === 'currency')?.value
  return `${sign}${symbol === currency ? `${currency} ` : symbol}${whole}${part}`
}

/** `1,200.50` in a currency becomes minor units, or `undefined` when it is no amount. */
export function minorUnits(text: string, currency: string): string | undefined {
  const clean = text.replaceAll(/[,\s,]/g, '')
  const digits = digitsOf(currency)
  const match = /^(-?)(\d{1,16})(?:\.(\d+))?$/.exec(clean)
  if (!match || (match[3]?.length ?? 0) > digits) return undefined
  const units = `${match[2]}${(match[3] ?? '').padEnd(digits, '0')}`.replace(/^0+(?=\d)/, '')
  return `${match[1]}${units}`
}

export function majorText({ amount, currency }: MoneyValue): string {
  return moneyText({ amount, currency })
    .replace(/[^\d.,−-]/g, '')
    .replaceAll(',', '')
    .replace('−', '-')
}

export const Money = ({ value }: { value: MoneyValue }) => (
  <span className="number">{moneyText(value)}</span>
)

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export function timeText(iso: string, now = Date.now()): string {
  const at = new Date(iso)
  const ago = now - at.getTime()
  if (Number.isNaN(ago)) return iso
  if (Math.abs(ago) < MINUTE) return t('just now')
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto', style: 'short' })
  // Chinese sets a space beside figures; the formatter does not.
  const spaced = (text: string) => text.replace(/(\d)(?=[\u4e00-\u9fff])/, '$1 ')
  if (Math.abs(ago) < HOUR) return spaced(relative.format(-Math.round(ago / MINUTE), 'minute'))
  if (sameDay(at, new Date(now))) return clock(at)
  if (sameDay(at, new Date(now - 24 * HOUR))) return `${t('yesterday')} ${clock(at)}`
  const year = at.getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const }
  return at.toLocaleDateString(locale(), { month: 'short', day: 'numeric', ...year })
}

export const exactTime = (iso: string) =>
  new Date(iso).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'medium' })
export const clock = (at: Date) =>
  at.toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit', hour12: false })
export const sameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString()

/** `Today`, `Yesterday`, or the day, for separators in lists. */
export function dayText(at: Date): string {
  const now = new Date()
  if (sameDay(at, now)) return t('Today')
  if (sameDay(at, new Date(now.getTime() - 24 * HOUR))) return t('Yesterday')
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const }
  return at.toLocaleDateString(locale(), {
    weekday: 'short',
    month: 'long',
    day: 'numeric',
    ...year,
  })
}

/** A calendar day has no zone to convert. */
export const calendarDay = (day: string) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString(locale(), {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  })

/** Relative, exact on hover, and it moves on with the clock. */
export function Time({ at }: { at: string }) {
  useLanguage()
  const [, tick] = useState(0)
  useEffect(() => {
    const fresh = Math.abs(Date.now() - new Date(at).getTime()) < HOUR
    if (!fresh) return
    const timer = setInterval(() => tick((n) => n + 1), MINUTE)
    return () => clearInterval(timer)
  }, [at])
  return (
    <time dateTime={at} title={exactTime(at)} className="number">
      {timeText(at)}
    </time>
  )
}

export const numberText = (value: number) => value.toLocaleString(locale())

const UNITS = ['B', 'KB', 'MB', 'GB']
export function sizeText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  const value = bytes / 1024 ** step
  return `${value.toFixed(step === 0 || value >= 100 ? 0 : 1)} ${UNITS[step]}`
}

/** Durations for progress: "about 40 s". */
export function aboutSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return ''
  return seconds < 90
    ? t('about {n} s', { n: Math.max(1, Math.round(seconds)) })
    : t('about {n} min', { n: Math.round(seconds / 60) })
}
export const isChinese = () => language.get() === 'zh'
