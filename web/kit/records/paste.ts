import { fetchAction } from '../client.ts'
import { minorUnits } from '../format.tsx'
import { t } from '../language.ts'
import type { Schema } from '../manifest.ts'
import type { Paged } from '../query.ts'
import type { Row } from '../record.ts'
import { bare, controlOf, entityOf, optionsOf, wrongWith } from '../schema.ts'

/** What a spreadsheet puts on the clipboard: rows by line, cells by tab, quoted where they hold either. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const one = text[at]!
    if (quoted) {
      if (one !== '"') cell += one
      else if (text[at + 1] === '"') {
        cell += '"'
        at++
      } else quoted = false
    } else if (one === '"' && cell === '') quoted = true
    else if (one === '\t' || one === '\n') {
      rows.at(-1)!.push(cell)
      cell = ''
      if (one === '\n') rows.push([])
    } else if (one !== '\r') cell += one
  }
  rows.at(-1)!.push(cell)
  return rows.filter((row) => row.some((value) => value.trim() !== ''))
}

/** A value, what is wrong with it, or nothing for a cell that was not there: what stands in its place stays. */
export type Read = { value: unknown } | { wrong: string } | { absent: true }

const YES = new Set(['true', 'yes', 'y', '1', '✓', '是', '对', '√'])
const NO = new Set(['false', 'no', 'n', '0', '否', '不', '×'])

/** A cell's text as the field takes it, or what is wrong with it. References are asked for by name. */
export async function readCell(
  schema: Schema,
  text: string,
  {
    required,
    option,
    label,
  }: {
    required: boolean
    option: (value: string) => string
    label: (entity: string, row: Row) => string
  },
): Promise<Read> {
  const own = bare(schema)
  const words = text.trim()
  if (words === '') return required ? { wrong: t('Required.') } : { value: null }
  const control = controlOf(own)
  if (control === 'integer' || control === 'number') {
    const plain = words.replaceAll(/[,\uff0c\s]/g, '')
    const wrong = wrongWith(own, plain, true)
    return wrong ? { wrong } : { value: Number(plain) }
  }
  if (control === 'money') return readMoney(words)
  if (control === 'boolean') {
    const low = words.toLowerCase()
    if (YES.has(low)) return { value: true }
    return NO.has(low) ? { value: false } : { wrong: t('Write yes or no.') }
  }
  if (control === 'enum') {
    const found = optionsOf(own)!.find((one) => [one, option(one)].includes(words))
    return found === undefined
      ? { wrong: t('“{value}” is not one of the choices.', { value: words }) }
      : { value: found }
  }
  if (control === 'date') return readDay(words)
  if (control === 'time') {
    const at = new Date(words.replace(' ', 'T'))
    return Number.isNaN(at.getTime())
      ? { wrong: t('Write a day and time such as 2026-11-23 09:30.') }
      : { value: at.toISOString() }
  }
  if (control === 'reference') return readReference(entityOf(own), words, label)
  if (control === 'text' || control === 'long') {
    const wrong = wrongWith(own, words, required)
    return wrong ? { wrong } : { value: words }
  }
  return { wrong: t('This kind of field cannot be pasted.') }
}

function readDay(words: string): Read {
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(words) ?? []
  const text = year && `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
  const real = text && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
  return real ? { value: text } : { wrong: t('Write a day such as 2026-11-23.') }
}

const SIGNS: Record<string, string> = {
  '¥': 'CNY',
  '\uffe5': 'CNY',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
}
function readMoney(words: string): Read {
  const sign = Object.keys(SIGNS).find((one) => words.includes(one))
  const currency = /[A-Z]{3}/.exec(words)?.[0] ?? (sign ? SIGNS[sign]! : 'CNY')
  const amount = minorUnits(words.replaceAll(/[A-Z¥\uffe5$€£\s]/g, ''), currency)
  return amount === undefined
    ? { wrong: t('Write an amount such as 1200.50.') }
    : { value: { amount, currency } }
}

const known = new Map<string, Promise<Read>>()
/** Exactly one record of that name; asked for once a paste. */
function readReference(
  entity: string,
  words: string,
  label: (entity: string, row: Row) => string,
): Promise<Read> {
  const key = `${entity} ${words}`
  const before = known.get(key)
  if (before) return before
  const asked = fetchAction<Paged<Row>>(`${entity}.list`, { search: words, limit: 20 }).then(
    ({ items }): Read => {
      const same = items.filter((row) => label(entity, row) === words)
      if (same.length === 1) return { value: same[0]!.id }
      return {
        wrong: same.length
          ? t('Several are called “{value}”.', { value: words })
          : t('Nothing is called “{value}”.', { value: words }),
      }
    },
    (): Read => ({ wrong: t('Nothing is called “{value}”.', { value: words }) }),
  )
  known.set(key, asked)
  // Names change; one paste is over by then.
  setTimeout(() => known.delete(key), 60_000)
  return asked
}
