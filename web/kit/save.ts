/** The mark in front makes a spreadsheet read it as UTF-8. */
const MARK = '\uFEFF'

/** Text that a spreadsheet would run is kept text by a sign in front. */
const csvCell = (value: string | number): string => {
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) && !/^-?[\d.]+$/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Gives the browser a file of rows. */
export async function save(
  name: string,
  kind: 'xlsx' | 'csv',
  rows: readonly (readonly (string | number)[])[],
): Promise<void> {
  if (kind === 'csv')
    return saveText(`${name}.csv`, rows.map((row) => row.map(csvCell).join(',')).join('\r\n'))
  const { xlsxOf } = await import('./records/xlsx.ts')
  saveBlob(`${name}.xlsx`, xlsxOf(name, rows))
}

export const saveText = (name: string, text: string) =>
  saveBlob(
    name,
    new Blob([text.startsWith(MARK) ? text : MARK + text], { type: 'text/csv;charset=utf-8' }),
  )

export function saveBlob(name: string, blob: Blob) {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
