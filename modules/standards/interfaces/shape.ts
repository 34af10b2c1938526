import {
  defineAction,
  defineEntity,
  defineEvent,
  defineInterface,
  notFound,
  page,
  pageOf,
  T,
  type AnyContract,
  type Fields,
  type InterfaceSpec,
} from '#kernel'
import type { TProperties } from 'typebox'

/** An id is the implementer's own: any text without spaces. */
export const id = () => T.String({ minLength: 1, maxLength: 200, pattern: '^\\S+$', title: 'Id' })
export const text = (title: string, maxLength = 200) => T.String({ maxLength, title })
export const name = (title = 'Name') => T.String({ minLength: 1, maxLength: 200, title })
export const maybe = T.Optional
/** Whoever has no standard for a part of his own puts it here, and it travels. */
const own = T.Optional(
  T.Record(T.String({ maxLength: 60 }), T.Json(), { maxProperties: 60, title: 'Further fields' }),
)

type Verb = 'list' | 'get' | 'create' | 'update'
interface Standard<F extends TProperties> {
  readonly title: string
  readonly description: string
  readonly fields: F
  /** What every implementation can do; default: all four. */
  readonly verbs?: readonly Verb[]
  /** Past participles; default: created and updated. */
  readonly told?: readonly string[]
  /** Verbs of this standard alone, by their last part: `sign`. */
  readonly more?: Readonly<
    Record<string, { title: string; description: string; input: TProperties; output: TProperties }>
  >
}

/**
 * Most standards are a noun that is listed, read, written and told of. Fields are the few that every
 * implementation has; each further one is optional, and a caller never depends on it.
 */
export function standard<F extends TProperties>(
  of: string,
  { title, description, fields, verbs = VERBS, told = TOLD, more = {} }: Standard<F>,
): InterfaceSpec {
  const noun = of.slice(of.indexOf('.') + 1)
  const record = T.Object(
    { id: id(), ...fields, updated_at: maybe(T.Time({ title: 'Changed' })), custom: own },
    { additionalProperties: true, title },
  )
  const base = { effect: 'local', scope: 'member', silent: 'its implementation says' } as const
  const byVerb: Record<Verb, () => AnyContract> = {
    list: () =>
      defineAction({
        ...base,
        id: `${of}.list`,
        kind: 'query',
        title: `List: ${title}`,
        description: `Pages of them, newest or by name as the implementation likes; ${noun}s found by their text with “search”.`,
        input: T.Object({ ...page, search: maybe(T.String({ maxLength: 200 })) }),
        output: pageOf(record),
      }),
    get: () =>
      defineAction({
        ...base,
        id: `${of}.get`,
        kind: 'query',
        title: `Read: ${title}`,
        description: 'One by its id; not found when there is none or it may not be seen.',
        input: T.Object({ [noun]: id() }),
        output: record,
        errors: { gone: notFound('There is none of this id.') },
      }),
    create: () =>
      defineAction({
        ...base,
        id: `${of}.create`,
        kind: 'command',
        title: `Create: ${title}`,
        description: 'Answers the record made, with its id.',
        input: T.Object({ ...fields, custom: own }),
        output: record,
      }),
    update: () =>
      defineAction({
        ...base,
        id: `${of}.update`,
        kind: 'command',
        title: `Change: ${title}`,
        description: 'Changes the fields given and leaves the others.',
        input: T.Object({ [noun]: id(), ...optional(fields), custom: own }),
        output: record,
        idempotent: true,
      }),
  }
  const further = Object.entries(more).map(([verb, each]) =>
    defineAction({
      ...base,
      id: `${of}.${verb}`,
      kind: 'command',
      title: each.title,
      description: each.description,
      input: T.Object(each.input),
      output: T.Object(each.output, { additionalProperties: true }),
    }),
  )
  return defineInterface(of, 1, {
    title,
    description,
    entities: [
      defineEntity({
        id: of,
        title,
        fields: fields as Fields,
        access: { read: { where: true } },
        dataAt: 'vendor',
      }),
    ],
    actions: [...verbs.map((verb) => byVerb[verb]()), ...further],
    events: told.map((what) =>
      defineEvent({
        id: `${of}.${what}`,
        title: `${title}: ${what}`,
        payload: T.Object({ [noun]: id() }, { additionalProperties: true }),
      }),
    ),
  })
}

const VERBS: readonly Verb[] = ['list', 'get', 'create', 'update']
const TOLD: readonly string[] = ['created', 'updated']

const optional = (fields: TProperties): TProperties =>
  Object.fromEntries(Object.entries(fields).map(([key, schema]) => [key, T.Optional(schema)]))
