import { fail, type WriteRule } from '#kernel'
import { compile, visible } from '#kernel/records/compile'
import { nameOf } from '../../postgres/name.ts'
import type { Document, Row } from './document.ts'
import { forbid, type Writing } from './writing.ts'

export interface Locked {
  readonly document: Document
  readonly rev: number
  readonly created_at: unknown
  readonly made_by: string
  readonly made_how: string
  /** Everything, and what the actor may see of it. */
  readonly record: Row
  readonly shown: Row
}

/** Locks a record and says what the actor may do with it: unknown → notFound, his to see but not to change → forbidden with the reason. */
export async function lock(id: string, rule: WriteRule, writing: Writing): Promise<Locked> {
  const { plan, env, checked } = writing
  const { access, title } = plan.entity
  const scope = writing.scope()
  const home = plan.home('t', scope.build)
  const key = scope.build.bind(id)
  const masks = plan.masked.map((name) => visible(name, { ...scope, trusted: !checked }))
  const rights = checked
    ? [rule.where ?? true, access.read.where, access.known ?? false].map((each) =>
        compile(each, scope),
      )
    : ['true', 'true', 'true']
  const columns = ['id', 'created_at', 'updated_at', 'rev', 'd', 'x', 'made_by', 'made_how']
  const text = `SELECT ${[...columns.map((name) => `t.${name}`), ...masks, ...rights].join(', ')} FROM ${plan.from('t')} WHERE ${home} AND t.id = ${key}::uuid FOR UPDATE OF t`
  const [row] = await env.session.sql.rows(text, scope.build.values, nameOf(text))
  const [allowed, readable, known] = row?.slice(-3) ?? []
  const aware = readable === true || known === true
  if (row && aware && allowed === true) {
    const all = plan.masked.map(() => true)
    return {
      document: { d: row[4] as Row, x: (row[5] ?? {}) as Row },
      rev: row[3] as number,
      created_at: row[1],
      made_by: row[6] as string,
      made_how: row[7] as string,
      record: plan.decode([...row.slice(0, 6), ...all]),
      shown: plan.decode([...row.slice(0, 6), ...row.slice(8, -3)]),
    }
  }
  if (aware) throw forbid(rule, `You may not change this ${title}.`)
  throw fail('notFound', `There is no such ${title}.`)
}
