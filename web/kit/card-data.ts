import { moneyText, type MoneyValue } from './format.tsx'
import type { CardInfo } from './manifest.ts'

type Component = CardInfo['components'][string]
export interface CardState {
  card: string
  delivery?: string
  space?: string
  template: string
  title: string
  entity: string
  record: string
  policy: 'live' | 'live-readonly' | 'snapshot'
  forward?: string
  readonly: boolean
  state: 'open' | 'closed'
  rev: number
  summary: string
  data: unknown
  private?: unknown
  view: { components: Record<string, Component>; order: string[] }
}
type Words = string | { path: string } | { text: (string | { path: string })[] }

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isMoneyValue = (value: unknown): value is MoneyValue =>
  isObject(value) && typeof value.amount === 'string' && typeof value.currency === 'string'

/** What paths look into: the public data, one's private row, and who looks (as the server's `rootFor`). */
export function rootFor(
  card: CardState,
  viewer: { id: string; roles: readonly string[] },
): Record<string, unknown> {
  const fields = isObject(card.data) ? card.data : {}
  const is: Record<string, boolean> = {}
  for (const [name, value] of Object.entries(fields))
    if ((isObject(value) ? value.id : value) === viewer.id) is[name] = true
  const roles = Object.fromEntries(viewer.roles.map((role) => [role, true]))
  return { ...fields, private: card.private ?? {}, viewer: { id: viewer.id, is, roles } }
}

export function valueAt(root: unknown, path: string): unknown {
  let value = root
  for (const part of path === '' ? [] : path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}

/** The components this viewer sees, in order. */
export function drawn(card: CardState, root: unknown): (Component & { id: string })[] {
  return card.view.order.flatMap((id) => {
    const component = card.view.components[id]
    if (!component) return []
    const { when } = component
    const value = when && valueAt(root, when.path)
    const shown = !when || (when.is === undefined ? Boolean(value) : value === when.is)
    return shown ? [{ ...component, id }] : []
  })
}

/** `translate` reaches the constant words only, never a person's data. */
export function wordsIn(text: unknown, root: unknown, translate: (text: string) => string): string {
  const words = text as Words
  if (typeof words === 'string') return translate(words)
  if (!isObject(words)) return ''
  if ('text' in words) return words.text.map((part) => wordsIn(part, root, translate)).join('')
  return plainText(valueAt(root, words.path))
}

export function plainText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (isMoneyValue(value)) return moneyText(value)
  if (isObject(value)) return typeof value.name === 'string' ? value.name : ''
  return String(value)
}
