import Type, { type Static, type TSchema } from 'typebox'

/**
 * The vocabulary of every contract. A TypeBox value *is* its JSON Schema (2020-12), so what a
 * module writes here is what HTTP, OpenAPI, MCP tools, forms and the database checks read.
 */
export const T = {
  ...Type,
  /** A UUIDv7 made by Tenon. */
  Id: (options = {}) => Type.String({ format: 'uuid', ...options }),
  /** An instant, RFC 3339 in UTC. */
  Time: (options = {}) => Type.String({ format: 'date-time', ...options }),
  /** A calendar day, `2026-11-23`; the zone is named by whoever stores it. */
  Day: (options = {}) => Type.String({ format: 'date', ...options }),
  /** Integer minor units, so no sum ever rounds: 9,800.00 CNY is `{ amount: '980000', currency: 'CNY' }`. */
  Money: (options = {}) =>
    Type.Object(
      {
        amount: Type.String({ pattern: '^-?[0-9]{1,18}$', title: 'Minor units' }),
        currency: Type.String({ pattern: '^[A-Z]{3}$', title: 'ISO 4217' }),
      },
      { 'x-kind': 'money', additionalProperties: false, ...options },
    ),
  /** Any JSON value; stored as jsonb. */
  Json: (options = {}) => Type.Unsafe<unknown>({ 'x-kind': 'json', ...options }),
} as const

export type { Static, TSchema }

/** A reference to a record of another entity; a person sees a picker, an agent an id. */
export function ref(entity: string | { id: string }, options: Record<string, unknown> = {}) {
  const id = typeof entity === 'string' ? entity : entity.id
  return Type.String({ format: 'uuid', 'x-ref': id, 'x-pick': `${id}.list`, ...options })
}

/** Fields so marked never reach the audit log or a trace. */
export function sensitive<S extends TSchema>(schema: S): S {
  return { ...schema, 'x-sensitive': true } as S
}

/** A list's default page size, and the most that one page may hold. */
export const PAGE_SIZE = 50
export const PAGE_SIZE_MAX = 1000

/** What every list takes beside its own filter. */
export const page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_SIZE_MAX, default: PAGE_SIZE })),
  cursor: Type.Optional(Type.String({ maxLength: 2000 })),
}

/** What every list answers: `next` is absent on the last page. */
export function pageOf<S extends TSchema>(item: S) {
  return Type.Object({ items: Type.Array(item), next: Type.Optional(Type.String()) })
}

/** A name of the IANA time zone database that this server knows; no offset, which would know no summer. */
export function isZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
