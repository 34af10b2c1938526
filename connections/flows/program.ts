import {
  compile as compileValue,
  type Compiled,
  type Scope,
  type Surroundings,
} from '#connections/expressions'
import { fail, type TSchema } from '#kernel'
import type { AnyStepKind } from './define-step.ts'
import type { Flow, Retry, Step } from './definition.ts'

/** A flow ready to run: expressions parsed, kinds found, what is pure known. */
export interface Program {
  readonly flow: Flow
  readonly block: Block
  readonly where: Compiled | undefined
  /** Of a webhook or poll: what makes a delivery the same one. */
  readonly key: Compiled | undefined
  readonly lane: Compiled | undefined
}

export interface Block {
  readonly nodes: readonly Node[]
  /** Nothing in it has an effect or waits. */
  readonly pure: boolean
}

export interface Node {
  readonly id: string
  readonly kind: AnyStepKind
  readonly when: Compiled | undefined
  readonly retry: Retry | undefined
  /** Asks whether it happened when a crash left that open. */
  readonly verify: Verify | undefined
  readonly pinned: unknown
  readonly pure: boolean
  readonly effect: AnyStepKind['effect']
  readonly config: (scope: Scope, around: Surroundings) => Record<string, unknown>
}

export interface Verify {
  readonly action: string
  readonly input: Compiled | undefined
  readonly happened: Compiled
}

const STEPS_MAX = 500
const DEPTH_MAX = 20
const OWN = new Set(['id', 'kind', 'title', 'when', 'retry', 'pinned', 'verify'])
const ID = /^[a-z][a-z0-9_]{0,39}$/

export type Problem = { path: string; message: string }

export interface Strict {
  flow(flow: Flow): Problem[]
  step(step: Step, place: string): Problem[]
}

/** Refuses with every fault named, so that a form can show each where it is. */
export function programOf(
  flow: Flow,
  kinds: ReadonlyMap<string, AnyStepKind>,
  /** Only when it is published: what runs has been checked by the rules of its day. */
  strict?: Strict,
): Program {
  const faults: Problem[] = []
  const attempt = <V>(path: string, work: () => V): V | undefined => {
    try {
      return work()
    } catch (error) {
      faults.push({ path, message: (error as Error).message })
      return undefined
    }
  }
  if (flow.format !== 1) faults.push({ path: '/format', message: 'must be 1' })
  const maker = new Maker(kinds, faults, attempt, strict)
  const block = maker.block(flow.steps, '/steps', 0)
  const trigger = flow.trigger as { where?: unknown; key?: unknown }
  const order = flow.order as { key?: unknown } | undefined
  const at = (value: unknown, path: string): Compiled | undefined =>
    value === undefined ? undefined : attempt(path, () => compileValue(value, path))
  const program = {
    flow,
    block,
    where: at(trigger.where, '/trigger/where'),
    key: at(trigger.key, '/trigger/key'),
    lane: at(order?.key, '/order/key'),
  }
  if (strict) faults.push(...strict.flow(flow))
  if (faults.length)
    throw fail('invalid', 'The flow cannot run as it is.', 'Correct the places named.', {
      fields: faults.slice(0, 20),
    })
  return program
}

class Maker {
  readonly #seen = new Set<string>()
  readonly #kinds: ReadonlyMap<string, AnyStepKind>
  readonly #faults: Problem[]
  readonly #attempt: <V>(path: string, work: () => V) => V | undefined
  readonly #strict: Strict | undefined
  constructor(
    kinds: ReadonlyMap<string, AnyStepKind>,
    faults: Problem[],
    attempt: <V>(path: string, work: () => V) => V | undefined,
    strict: Strict | undefined,
  ) {
    this.#strict = strict
    this.#kinds = kinds
    this.#faults = faults
    this.#attempt = attempt
  }

  block(value: unknown, place: string, depth: number): Block {
    if (!Array.isArray(value) || depth > DEPTH_MAX) {
      this.#fault(place, depth > DEPTH_MAX ? 'is nested too deeply' : 'must be a list of steps')
      return { nodes: [], pure: true }
    }
    const nodes = value.flatMap((step, index) =>
      this.#node(step as Step, `${place}/${index}`, depth),
    )
    return { nodes, pure: nodes.every(({ pure }) => pure) }
  }

  #node(step: Step, place: string, depth: number): Node[] {
    if (typeof step !== 'object' || step === null) return this.#fault(place, 'must be a step')
    const kind = this.#kinds.get(step.kind)
    if (typeof step.id !== 'string' || !ID.test(step.id) || this.#seen.has(step.id))
      return this.#fault(`${place}/id`, 'must be small letters, digits and _, and be used once')
    this.#seen.add(step.id)
    if (this.#seen.size > STEPS_MAX) return this.#fault(place, `is more than ${STEPS_MAX} steps`)
    if (!kind) return this.#fault(`${place}/kind`, 'is not a kind of step')
    const raw = Object.fromEntries(Object.entries(step).filter(([name]) => !OWN.has(name)))
    const blocks: Block[] = []
    const config = this.#part(raw, kind.schema as TSchema, place, depth, blocks)
    this.#faults.push(...(this.#strict?.step(step, place) ?? []))
    const apart = kind.durable?.(raw) === true
    const effect = kind.effect === 'pure' && apart ? 'durable' : kind.effect
    const pure =
      effect === 'pure' || (effect === 'control' && blocks.every((block) => block.pure) && !apart)
    const when = this.#optional(step.when, `${place}/when`)
    return [
      {
        id: step.id,
        kind,
        when,
        retry: step.retry,
        verify: this.#verify(step.verify, `${place}/verify`),
        pinned: step.pinned,
        pure,
        effect,
        config: config as Node['config'],
      },
    ]
  }

  #optional(value: unknown, place: string): Compiled | undefined {
    if (value === undefined) return undefined
    return this.#attempt(place, () => compileValue(value, place))
  }

  #verify(verify: Step['verify'], place: string): Verify | undefined {
    if (verify === undefined) return undefined
    const happened = this.#optional(verify.happened, `${place}/happened`)
    if (typeof verify.action !== 'string') this.#fault(`${place}/action`, 'is required')
    else if (!happened) this.#fault(`${place}/happened`, 'is required')
    else
      return {
        action: verify.action,
        input: this.#optional(verify.input, `${place}/input`),
        happened,
      }
    return undefined
  }

  /** The config as its schema reads it: steps become blocks, lazy fields stay expressions, the rest is computed. */
  #part(value: unknown, schema: Shape, place: string, depth: number, blocks: Block[]): Part {
    if (schema['x-steps']) {
      const block = this.block(value, place, depth + 1)
      blocks.push(block)
      return () => block
    }
    if (schema['x-raw']) return () => value
    if (schema['x-lazy']) {
      const compiled = this.#attempt(place, () => compileValue(value, place))
      return () => compiled
    }
    if (schema.properties && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const name of schema.required ?? [])
        if (!(name in value)) this.#fault(`${place}/${name}`, 'is required')
      const parts = Object.entries(value).flatMap(([name, each]) => {
        const shape = schema.properties![name]
        if (!shape && schema.additionalProperties !== true)
          this.#fault(`${place}/${name}`, 'is not a field of this step')
        return shape
          ? [[name, this.#part(each, shape, `${place}/${name}`, depth, blocks)] as const]
          : []
      })
      return (scope, around) => {
        const made: Record<string, unknown> = {}
        for (const [name, part] of parts) {
          const computed = part(scope, around)
          if (computed !== undefined) made[name] = computed
        }
        return made
      }
    }
    if (schema.items && Array.isArray(value) && special(schema.items)) {
      const parts = value.map((each, index) =>
        this.#part(each, schema.items!, `${place}/${index}`, depth, blocks),
      )
      return (scope, around) => parts.map((part) => part(scope, around))
    }
    const compiled = this.#attempt(place, () => compileValue(value, place))
    return (scope, around) => compiled?.of(scope, around)
  }

  #fault(path: string, message: string): [] {
    this.#faults.push({ path, message })
    return []
  }
}

type Part = (scope: Scope, around: Surroundings) => unknown
type Shape = TSchema & {
  'x-steps'?: boolean
  'x-lazy'?: boolean
  'x-raw'?: boolean
  properties?: Record<string, Shape>
  required?: string[]
  items?: Shape
  additionalProperties?: unknown
}

/** Holds steps or lazy fields somewhere, so it cannot be computed as one value. */
function special(schema: Shape): boolean {
  return Boolean(
    schema['x-steps'] ||
    schema['x-lazy'] ||
    Object.values(schema.properties ?? {}).some(special) ||
    (schema.items && special(schema.items)),
  )
}
