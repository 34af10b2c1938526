import type { AnyContract, EventType, InputOf, OutputOf, Static, TSchema } from '#kernel'
import { canonical } from './canonical.ts'
import type { Flow, Step } from './definition.ts'

/** A typed path: `trigger.title` is the text `{{ trigger.title }}` in the JSON that results, also inside a template. */
export type Bound<V> = { readonly [BOUND]?: V } & (V extends readonly unknown[]
  ? unknown
  : V extends object
    ? { readonly [K in keyof V]-?: Bound<NonNullable<V[K]>> }
    : unknown)
declare const BOUND: unique symbol
type Bindable<V> = { readonly [K in keyof V]: V[K] | Bound<NonNullable<V[K]>> }

export interface Made<O> {
  readonly step: Step
  readonly output: Bound<O>
}

interface Kit {
  /** Runs an action; its input and output are typed by it. */
  call<A extends AnyContract>(id: string, action: A, input: Bindable<InputOf<A>>): Made<OutputOf<A>>
  /** Any other kind of step. */
  step<O = unknown>(id: string, kind: string, config?: Readonly<Record<string, unknown>>): Made<O>
  /** An expression: `` cel`${trigger.amount} > 1000` ``. */
  cel(parts: TemplateStringsArray, ...values: unknown[]): string
}

type Draft = Omit<Flow, 'format' | 'steps' | 'trigger'>

/** A flow in code: `steps` runs once, on path proxies, and what it leaves is JSON like any other flow. */
export function defineFlow<P extends TSchema>(
  spec: Draft & { readonly on: EventType<P>; readonly where?: string },
): {
  steps(make: (kit: Kit & { readonly trigger: Bound<Static<P>> }) => readonly Made<unknown>[]): Flow
}
export function defineFlow<I = Record<string, unknown>>(
  spec: Draft & { readonly trigger: Flow['trigger'] },
): { steps(make: (kit: Kit & { readonly trigger: Bound<I> }) => readonly Made<unknown>[]): Flow }
export function defineFlow(
  spec: Draft & { on?: EventType; where?: string; trigger?: Flow['trigger'] },
): { steps(make: (kit: never) => readonly Made<unknown>[]): Flow } {
  const {
    on,
    where,
    trigger = { kind: 'event', event: on!.id, ...(where === undefined ? {} : { where }) },
    ...rest
  } = spec
  return {
    steps(make) {
      const steps = make({ ...kit, trigger: path('trigger') } as never).map(({ step }) => step)
      return JSON.parse(
        JSON.stringify(canonical(plain({ format: 1, ...rest, trigger, steps }))),
      ) as Flow
    },
  }
}

const kit: Kit = {
  call: (id, action, input) => made(id, { kind: 'call', action: action.id, input }),
  step: (id, kind, config = {}) => made(id, { kind, ...config }),
  cel: (parts, ...values) =>
    `{{ ${parts.map((part, at) => part + (at < values.length ? inner(values[at]) : '')).join('')} }}`,
}

const made = <O>(id: string, config: object): Made<O> => ({
  step: { id, ...config } as Step,
  output: path(`steps.${id}`) as Bound<O>,
})

/** Inside an expression a path stands bare. */
function inner(value: unknown): string {
  const text = String(value)
  return text.startsWith('{{ ') && text.endsWith(' }}') ? text.slice(3, -3) : JSON.stringify(value)
}

function path(place: string): unknown {
  const text = (): string => `{{ ${place} }}`
  return new Proxy(text, {
    get(_target, key) {
      if (key === Symbol.toPrimitive || key === 'toString' || key === 'toJSON') return text
      return typeof key === 'string' ? path(`${place}.${key}`) : undefined
    },
  })
}

/** Paths become their texts, and steps made by the kit become steps. */
function plain(value: unknown): unknown {
  if (typeof value === 'function') return String(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if ('step' in value && 'output' in value) return plain(value.step)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]))
}
