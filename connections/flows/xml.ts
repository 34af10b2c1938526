import { StepError } from './classify.ts'
import { isObject, objectOf } from './given.ts'

/**
 * XML as JSON: an element is its text, or an object of its children; the same name again makes a list;
 * attributes are `@name`, text beside them `#text`. Without document types, so nothing expands and nothing is fetched.
 */
export function readXml(text: string): unknown {
  const stack: Element[] = [{ name: '', fields: new Map(), text: '' }]
  let count = 0
  let at = 0
  for (const match of text.matchAll(TOKEN)) {
    if (match.index !== at) throw wrong(text, at)
    at += match[0].length
    const [, cdata, skipped, closing, opening, attributes, empty, words] = match
    const top = stack.at(-1)!
    if (skipped !== undefined) continue
    if (++count > NODES_MAX)
      throw new StepError('data', `The XML has more than ${NODES_MAX} parts.`)
    if (words !== undefined) top.text += plainOf(words)
    else if (cdata !== undefined) top.text += cdata
    else if (opening !== undefined) {
      if (stack.length > DEPTH_MAX) throw new StepError('data', 'The XML is nested too deeply.')
      const made: Element = { name: opening, fields: new Map(), text: '' }
      for (const [, name, double, single] of (attributes ?? '').matchAll(ATTRIBUTE))
        made.fields.set(`@${name}`, [plainOf(double ?? single ?? '')])
      stack.push(made)
    }
    if (closing !== undefined || empty) close(stack, closing, text, match.index)
  }
  const [root] = stack
  if (at !== text.length || stack.length !== 1 || root!.text.trim() || root!.fields.size !== 1)
    throw wrong(text, at)
  return valueOf(root!)
}

/** The other way round; the value is an object with one field, the root element. */
export function writeXml(value: unknown): string {
  const names = isObject(value) ? Object.keys(value) : []
  const root = names[0]
  if (root === undefined || names.length !== 1 || Array.isArray((value as never)[root]))
    throw new StepError(
      'data',
      'What becomes XML must be an object with one field: the root element.',
    )
  return `<?xml version="1.0" encoding="UTF-8"?>${element(root, (value as never)[root], 0)}`
}

interface Element {
  readonly name: string
  readonly fields: Map<string, unknown[]>
  text: string
}

const NODES_MAX = 50_000
const DEPTH_MAX = 64
const NAME = String.raw`[\p{L}_][\p{L}\p{N}._:-]*`
const TOKEN = new RegExp(
  String.raw`<!\[CDATA\[([\s\S]*?)\]\]>|(<\?[\s\S]*?\?>|<!--[\s\S]*?-->)|</(${NAME})\s*>|<(${NAME})((?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>|([^<]+)`,
  'gu',
)
const ATTRIBUTE = new RegExp(String.raw`(${NAME})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')`, 'gu')
const IS_NAME = new RegExp(`^${NAME}$`, 'u')

function close(stack: Element[], name: string | undefined, text: string, at: number): void {
  const made = stack.pop()!
  const parent = stack.at(-1)
  if (!parent || (name !== undefined && name !== made.name)) throw wrong(text, at)
  parent.fields.set(made.name, [...(parent.fields.get(made.name) ?? []), valueOf(made)])
}

function valueOf({ fields, text }: Element): unknown {
  if (fields.size === 0) return text
  const entries = [...fields].map(
    ([name, values]) => [name, values.length === 1 ? values[0] : values] as const,
  )
  return objectOf(text.trim() ? [...entries, ['#text', text.trim()]] : entries)
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
}
const plainOf = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w{1,10}));/g, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name as string] ?? all
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all
  })

function element(name: string, value: unknown, depth: number): string {
  if (!IS_NAME.test(name))
    throw new StepError('data', `“${name.slice(0, 60)}” is no name of an XML element.`)
  if (depth > DEPTH_MAX) throw new StepError('data', 'What becomes XML is nested too deeply.')
  if (Array.isArray(value)) return value.map((each) => element(name, each, depth + 1)).join('')
  if (!isObject(value)) return `<${name}>${escaped(value)}</${name}>`
  const entries = Object.entries(value)
  const attributes = entries
    .filter(([field]) => field.startsWith('@'))
    .map(([field, each]) => {
      if (!IS_NAME.test(field.slice(1)))
        throw new StepError('data', `“${field.slice(0, 60)}” is no name of an attribute.`)
      return ` ${field.slice(1)}="${escaped(each)}"`
    })
  const inner = entries
    .filter(([field]) => !field.startsWith('@'))
    .map(([field, each]) => (field === '#text' ? escaped(each) : element(field, each, depth + 1)))
  return `<${name}${attributes.join('')}>${inner.join('')}</${name}>`
}

const MARKS: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
}
const escaped = (value: unknown): string =>
  (value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value as string)
  ).replace(/[<>&"]/g, (mark) => MARKS[mark]!)

const wrong = (text: string, at: number): StepError =>
  new StepError(
    'data',
    `The XML cannot be read at character ${at + 1}: “${text.slice(at, at + 30)}”.`,
  )
