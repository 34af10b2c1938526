import type { Card, Component, Path, Template, When } from '#kernel'

/**
 * How a card becomes words and inputs: pure, without the server, so that the same lines run in the
 * browser and here. `root` is what paths look into: the public data, and beside it `private` (one's
 * own row) and `viewer`.
 */
export type Text = string | Path | Template
export interface View {
  readonly components: Readonly<Record<string, Component>>
  readonly order: readonly string[]
}
export interface Viewer {
  readonly id: string
  readonly roles?: readonly string[]
}

export const viewOf = (card: Card): View => ({ components: card.components, order: card.order })

/**
 * Public data seen by one person. `viewer.is.<field>` holds when that field of the data is the viewer,
 * `viewer.roles.<role>` when he has the role: views per audience are conditions on these.
 */
export function rootFor(data: unknown, viewer: Viewer, own?: unknown): Record<string, unknown> {
  const fields = isObject(data) ? data : {}
  const is: Record<string, boolean> = {}
  for (const [name, value] of Object.entries(fields)) {
    const id = isObject(value) ? value['id'] : value
    if (typeof id === 'string' && id === viewer.id) is[name] = true
  }
  const roles = Object.fromEntries((viewer.roles ?? []).map((role) => [role, true]))
  return { ...fields, private: own ?? {}, viewer: { id: viewer.id, is, roles } }
}

/** The components that this viewer sees, in order. */
export function drawn(view: View, root: unknown): (Component & { id: string })[] {
  return view.order.flatMap((id) => {
    const component = view.components[id]
    return component && holds(component.when, root) ? [{ ...component, id }] : []
  })
}

export function buttonOf(view: View, name: string): (Component & { kind: 'button' }) | undefined {
  return Object.values(view.components).find(
    (each): each is Component & { kind: 'button' } => each.kind === 'button' && each.name === name,
  )
}

export function holds(when: When | undefined, root: unknown): boolean {
  if (!when) return true
  const value = at(root, when.path)
  return when.is === undefined ? Boolean(value) : value === when.is
}

export function words(text: Text, root: unknown): string {
  if (typeof text === 'string') return text
  if ('text' in text) return text.text.map((part) => words(part, root)).join('')
  return plain(at(root, text.path))
}

/** Paths in a button's input replaced by what they point at; an absent value leaves its field out. */
export function bound(input: unknown, root: unknown): unknown {
  if (Array.isArray(input)) return input.map((each) => bound(each, root))
  if (!isObject(input)) return input
  if (typeof input['path'] === 'string' && Object.keys(input).length === 1)
    return at(root, input['path'])
  const entries = Object.entries(input).map(([name, value]) => [name, bound(value, root)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

export function at(root: unknown, path: string): unknown {
  let value = root
  for (const part of path === '' ? [] : path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}

/** Digits after the point by currency, where it is not two. */
const DIGITS: Record<string, number> = { JPY: 0, KRW: 0, VND: 0, KWD: 3, BHD: 3 }

function plain(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (!isObject(value)) return String(value)
  const { amount, currency } = value
  if (typeof amount === 'string' && typeof currency === 'string')
    return `${currency} ${money(amount, DIGITS[currency] ?? 2)}`
  return typeof value['name'] === 'string' ? value['name'] : ''
}

function money(minor: string, digits: number): string {
  const sign = minor.startsWith('-') ? '-' : ''
  const padded = minor.replace('-', '').padStart(digits + 1, '0')
  const whole = padded.slice(0, padded.length - digits).replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${whole}${digits ? `.${padded.slice(-digits)}` : ''}`
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
