/** How the days of a column are written when it is not year first. */
export type DayOrder = 'dmy' | 'mdy' | 'unclear'

const PARTS = /^(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4})(?:[ T].*)?$/
/** Day 1 of spreadsheets: 1899-12-30, so that serial 60 and later come out right. */
const SERIAL_ZERO = Date.UTC(1899, 11, 30)

/** A column tells by any day above 12 whether day or month comes first. */
export function dayOrderOf(cells: readonly string[]): DayOrder {
  let first = 0
  let second = 0
  for (const cell of cells) {
    const found = PARTS.exec(cell)
    if (!found) continue
    first = Math.max(first, Number(found[1]))
    second = Math.max(second, Number(found[2]))
  }
  if (first > 12 && second <= 12) return 'dmy'
  if (second > 12 && first <= 12) return 'mdy'
  return 'unclear'
}

/** `2026-11-23`, `2026/11/3`, `20261123`, `2026年11月23日`, `23.11.2026`, a spreadsheet's serial number. */
export function dayOf(cell: string, order: DayOrder): string | undefined {
  const text = cell.normalize('NFKC').trim()
  const yearFirst =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (yearFirst) return join(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!)
  if (/^\d{5}(\.\d+)?$/.test(text))
    return new Date(SERIAL_ZERO + Math.floor(Number(text)) * 86_400_000).toISOString().slice(0, 10)
  const parts = PARTS.exec(text)
  if (parts) {
    const [, a, b, year] = parts as unknown as [string, string, string, string]
    const german = text.includes('.')
    if (order === 'dmy' || (order === 'unclear' && german)) return join(year, b, a)
    if (order === 'mdy') return join(year, a, b)
    return a === b ? join(year, a, b) : undefined
  }
  const named = Date.parse(`${text} UTC`)
  return /[A-Za-z]{3}/.test(text) && !Number.isNaN(named)
    ? new Date(named).toISOString().slice(0, 10)
    : undefined
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

function join(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(text) ? text : undefined
}
