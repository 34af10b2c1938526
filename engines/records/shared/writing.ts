import { fail, type TenonError, type WriteRule } from '#kernel'
import { builder } from '#kernel/records/builder'
import { type Scope } from '#kernel/records/compile'
import type { Change, RecordsEnv } from '#kernel/records/layout'
import { MANAGED_COLUMNS, type Plan } from '#kernel/records/plan'
import type { Claim, Codec } from './document.ts'
import { lined } from './parts.ts'

/** What every writing verb of one open entity works with. */
export interface Writing {
  readonly plan: Plan
  readonly env: RecordsEnv
  readonly checked: boolean
  readonly changed: (change: Change) => void
  scope(): Scope
  ruled(rule: WriteRule | undefined, verb: string): WriteRule
  writable(rule: WriteRule, fields: readonly string[]): void
}

export function writingOf(plan: Plan, env: RecordsEnv, checked: boolean): Writing {
  const { title, id } = plan.entity
  return {
    plan,
    env,
    checked,
    changed:
      env.changed ??
      (() => {
        throw new Error(`${id}: records change only inside a command`)
      }),
    scope: () => ({
      plan,
      alias: 't',
      actor: env.actor,
      build: builder(env.org),
      lookup: env.lookup,
      trusted: true,
    }),
    ruled(rule, verb) {
      if (!checked) return {}
      if (!rule) throw fail('forbidden', `Nobody may ${verb} ${title} this way.`)
      return rule
    },
    writable(rule, fields) {
      for (const name of fields)
        if (MANAGED.has(name)) throw fail('invalid', `“${name}” is set by the server.`)
      const refused = rule.fields && fields.find((field) => !rule.fields!.includes(field))
      if (refused) throw fail('forbidden', `“${refused}” of ${title} cannot be changed this way.`)
    },
  }
}
const MANAGED = new Set<string>(MANAGED_COLUMNS.map(({ field }) => field))

export const forbid = (rule: WriteRule, message: string): TenonError =>
  fail('forbidden', rule.reason ?? message)

/** Which of the values were somebody else's, told by the caller's own field and row and nothing of the other record. */
export async function taken(
  claims: readonly Claim[],
  ids: readonly string[],
  codec: Codec,
  { session, org }: RecordsEnv,
): Promise<TenonError> {
  const rows = await session.sql<{ rule: string; key: string; id: string }>`
    SELECT q.rule, q.key, q.id FROM rec.uniq q
    JOIN ROWS FROM (string_to_table(${lined(claims.map(({ rule }) => rule))}, E'\\n'), string_to_table(${lined(claims.map(({ key }) => key))}, E'\\n')) AS c(rule, key) ON c.rule = q.rule AND c.key = q.key
    WHERE q.org = ${org} AND q.entity = ${codec.id}`
  const owner = new Map(rows.map(({ rule, key, id }) => [`${rule} ${key}`, id]))
  const clash = claims.find(({ rule, key, id }) => owner.get(`${rule} ${key}`) !== id) ?? claims[0]!
  const fields = codec.unique.find(({ rule }) => rule === clash.rule)?.fields ?? []
  const row = ids.indexOf(clash.id)
  return fail(
    'conflict',
    'There is one like this already.',
    'Use another value, or change the existing one.',
    { fields, ...(ids.length > 1 ? { row } : {}) },
  )
}
