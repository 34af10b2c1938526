import { parse } from 'csv-parse/sync'
import { StepError } from './classify.ts'
import { isObject, listOf, objectOf, TEXT_MAX } from './given.ts'
import { jsonWithin } from './size.ts'
import { readXml, writeXml } from './xml.ts'

export const FORMATS = [
  'json',
  'csv',
  'xml',
  'lines',
  'form',
  'base64',
  'base64url',
  'hex',
] as const
export type Format = (typeof FORMATS)[number]

export function encoded(format: Format, value: unknown, columns?: readonly string[]): string {
  switch (format) {
    case 'json':
      return jsonWithin(value, TEXT_MAX, '')
    case 'csv':
      return csvOf(listOf(value, 'What becomes CSV'), columns)
    case 'xml':
      return writeXml(value)
    case 'lines':
      return listOf(value, 'What becomes lines')
        .map((each) => `${jsonWithin(each, TEXT_MAX, '')}\n`)
        .join('')
    case 'form':
      return formOf(value)
    default:
      return Buffer.from(
        typeof value === 'string' ? value : jsonWithin(value, TEXT_MAX, ''),
      ).toString(format)
  }
}

export function decoded(format: Format, text: string, header: boolean, separator = ','): unknown {
  switch (format) {
    case 'json':
      return jsonOf(text)
    case 'csv':
      return rowsOf(text, header, separator)
    case 'xml':
      return readXml(text.trim())
    case 'lines':
      return listOf(
        text.split(/\r?\n/).filter((line) => line.trim()),
        'The lines',
      ).map((line) => jsonOf(line as string))
    case 'form':
      return fieldsOf(text)
    default:
      return bytesOf(format, text).toString('utf8')
  }
}

/** Buffer would leave out what it does not understand. */
export function bytesOf(format: 'base64' | 'base64url' | 'hex', text: string): Buffer {
  if (!PATTERNS[format].test(text)) throw new StepError('data', `This is no ${format}.`)
  return Buffer.from(text, format)
}
const PATTERNS = {
  base64: /^[A-Za-z0-9+/\s]*={0,2}\s*$/,
  base64url: /^[A-Za-z0-9_-]*={0,2}$/,
  hex: /^([0-9a-fA-F]{2})*$/,
}

function jsonOf(text: string): unknown {
  try {
    // The one name that would mean something else to who copies the value is left out.
    const value: unknown = JSON.parse(text, (name, each: unknown) =>
      name === '__proto__' ? undefined : each,
    )
    jsonWithin(value, Number.POSITIVE_INFINITY, '')
    return value
  } catch (error) {
    if (error instanceof StepError || error instanceof RangeError)
      throw new StepError('data', 'The JSON is nested too deeply.')
    throw new StepError(
      'data',
      `The JSON cannot be read: ${(error as Error).message.slice(0, 200)}`,
    )
  }
}

function csvOf(rows: readonly unknown[], given?: readonly string[]): string {
  if (rows.length === 0 && !given) return ''
  const objects = rows.map((row, index) => {
    if (isObject(row)) return row
    throw new StepError('data', `Row ${index + 1} is no object; a row is { column: value }.`)
  })
  const columns = given ?? [...new Set(objects.flatMap((row) => Object.keys(row)))]
  const lines = objects.map((row) =>
    columns.map((name) => cell(Object.hasOwn(row, name) ? row[name] : '')),
  )
  const text = [columns.map(cell), ...lines].map((line) => `${line.join(',')}\r\n`).join('')
  if (text.length > TEXT_MAX)
    throw new StepError('data', `The CSV is longer than ${TEXT_MAX} characters.`)
  return text
}

function cell(value: unknown): string {
  const text =
    value === null || value === undefined
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value as string)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function rowsOf(text: string, header: boolean, separator: string): unknown {
  let lines: string[][]
  try {
    lines = parse(text, {
      bom: true,
      delimiter: separator,
      relax_column_count: true,
      skip_empty_lines: true,
    })
  } catch (error) {
    throw new StepError('data', `The CSV cannot be read: ${(error as Error).message.slice(0, 200)}`)
  }
  const rows = listOf(lines, 'The rows') as readonly string[][]
  if (!header) return rows
  const [names = [], ...rest] = rows
  return rest.map((line) => objectOf(names.map((name, at) => [name, line[at] ?? ''])))
}

function formOf(value: unknown): string {
  if (!isObject(value)) throw new StepError('data', 'What becomes a form must be an object.')
  const form = new URLSearchParams()
  for (const [name, each] of Object.entries(value))
    for (const one of Array.isArray(each) ? (each as unknown[]) : [each])
      form.append(
        name,
        one === null || one === undefined
          ? ''
          : typeof one === 'object'
            ? JSON.stringify(one)
            : String(one as string),
      )
  return form.toString()
}

function fieldsOf(text: string): unknown {
  const form = new URLSearchParams(text)
  return objectOf(
    [...new Set(form.keys())].map((name) => {
      const all = form.getAll(name)
      return [name, all.length === 1 ? all[0] : all]
    }),
  )
}
