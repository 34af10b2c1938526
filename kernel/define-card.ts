import type { AnyAction, AnyContract, EventType, InputOf, OutputOf } from './define.ts'

/** Conditions and bindings are data: a path into the card's data. */
export interface Path {
  readonly path: string
}
type Text = string | Path | Template
/** Text with holes: `{ text: ['Asked by ', { path: 'submitter.name' }] }`. */
export interface Template {
  readonly text: readonly (string | Path)[]
}
/** Shown when the path holds a true value, or equals `is`. */
export interface When extends Path {
  readonly is?: string | number | boolean
}

/** The catalogue of components; an unknown one shows its `fallback`. Flat by id, so that a stream of it can be drawn as it comes. */
export type Component = { readonly when?: When; readonly fallback?: string } & (
  | { readonly kind: 'heading'; readonly text: Text; readonly tag?: Text; readonly tone?: Text }
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'markdown'; readonly text: Text }
  | {
      readonly kind: 'facts'
      readonly items: readonly {
        readonly label: string
        readonly value: Text
        readonly as?: 'text' | 'money' | 'time' | 'person' | 'number'
      }[]
    }
  | { readonly kind: 'image'; readonly file: Path; readonly alt: Text }
  | { readonly kind: 'file'; readonly file: Path }
  | { readonly kind: 'person'; readonly person: Path }
  | { readonly kind: 'tag'; readonly text: Text; readonly tone?: Text }
  | { readonly kind: 'progress'; readonly value: Path; readonly max: Path | number }
  | { readonly kind: 'timeline'; readonly items: Path }
  | { readonly kind: 'divider' }
  | { readonly kind: 'link'; readonly text: Text; readonly to: Text }
  | {
      readonly kind: 'button'
      readonly name: string
      readonly text: Text
      readonly action: string
      readonly input: Readonly<Record<string, unknown>>
      readonly tone?: 'primary' | 'danger' | 'plain'
      readonly confirm?: string
      readonly ask?: readonly string[]
    }
)

export type Forward = 'none' | 'snapshot' | 'live-readonly' | 'live'

export interface CardSpec {
  readonly id: string
  readonly title: string
  readonly version: number
  /** Query whose answer is the card's public data; run as the module, so put nothing private in it. */
  readonly load: string
  /** The load action's input field that names the record. */
  readonly subject: string
  /** Plain text for push, search, mail and screen readers. Mandatory. */
  readonly summary: Text
  readonly refreshOn: readonly { readonly event: string; readonly subject: string }[]
  readonly forward: Forward
}
export interface Card extends CardSpec {
  readonly type: 'card'
  readonly components: Readonly<Record<string, Component>>
  readonly order: readonly string[]
}

/** A typed path proxy: `data.amount` is `{ path: 'amount' }` in the JSON that results. */
export type Bound<V> = Path &
  (V extends readonly unknown[]
    ? unknown
    : V extends object
      ? { readonly [K in keyof V]-?: Bound<NonNullable<V[K]>> }
      : unknown)
type Bindable<V> = { [K in keyof V]: V[K] | Path }

export const heading = (text: Text, tag?: Text, tone?: Text): Component => ({
  kind: 'heading',
  text,
  ...(tag ? { tag } : {}),
  ...(tone ? { tone } : {}),
})
export const text = (value: Text): Component => ({ kind: 'text', text: value })
export const markdown = (value: Text): Component => ({ kind: 'markdown', text: value })
export const facts = (...items: (Component & { kind: 'facts' })['items']): Component => ({
  kind: 'facts',
  items,
})
export const divider = (): Component => ({ kind: 'divider' })
/** A button *is* an action of a module with its input, never an address. `ask` lists input fields the person fills on pressing. */
export function button<A extends AnyContract>(
  name: string,
  label: Text,
  action: A,
  input: Partial<Bindable<InputOf<A>>>,
  options: {
    tone?: 'primary' | 'danger' | 'plain'
    confirm?: string
    ask?: (keyof InputOf<A> & string)[]
  } = {},
): Component {
  return {
    kind: 'button',
    name,
    text: label,
    action: action.id,
    input: input as Record<string, unknown>,
    ...options,
  }
}
export const when = (
  condition: Path,
  is: string | number | boolean | undefined,
  ...parts: Component[]
): Component[] =>
  parts.map((part) => ({
    ...part,
    when: is === undefined ? plain(condition) : { ...plain(condition), is },
  }))

/** `load` types the data; `view` runs once, now, on path proxies, and yields JSON. */
export function defineCard<A extends AnyAction>(
  spec: Omit<CardSpec, 'load' | 'refreshOn' | 'summary'> & {
    load: A
    summary: (data: Bound<OutputOf<A>>) => Text
    refreshOn: readonly { event: EventType; subject: string }[]
  },
) {
  return {
    view(draw: (data: Bound<OutputOf<A>>) => readonly (Component | readonly Component[])[]): Card {
      const data = proxy([]) as Bound<OutputOf<A>>
      const parts = draw(data).flat() as Component[]
      const order = parts.map((_, index) => `c${index + 1}`)
      const components = Object.fromEntries(parts.map((part, index) => [order[index], part]))
      return jsonOf({
        type: 'card',
        ...spec,
        load: spec.load.id,
        summary: spec.summary(data),
        refreshOn: spec.refreshOn.map(({ event, subject }) => ({ event: event.id, subject })),
        components,
        order,
      })
    },
  }
}

const plain = (path: Path): Path => ({ path: path.path })

function proxy(parts: readonly string[]): Path {
  return new Proxy({} as Path, {
    get(_target, key) {
      if (key === 'toJSON') return () => ({ path: parts.join('.') })
      if (key === 'path') return parts.join('.')
      return typeof key === 'string' ? proxy([...parts, key]) : undefined
    },
    ownKeys: () => ['path'],
    getOwnPropertyDescriptor: () => ({
      enumerable: true,
      configurable: true,
      value: parts.join('.'),
    }),
  })
}

/** Freezes path proxies into the JSON they stand for. */
const jsonOf = (value: unknown): Card => JSON.parse(JSON.stringify(value)) as Card
