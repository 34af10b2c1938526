import { fail, type Entity } from '#kernel'
import { builder } from '#kernel/records/builder'
import { compile, type Scope } from '#kernel/records/compile'
import type { RecordsEnv } from '#kernel/records/layout'
import { planOf } from '#kernel/records/plan'
import { nameOf } from '../../postgres/name.ts'
import type { Pointer } from './document.ts'

/**
 * Refuses what points at nothing. Whether there is nothing or only nothing that the actor may read is told
 * alike; of several drafts, `ids`, which one it was. Rows of the shared table stay locked until the end, so that none is deleted meanwhile.
 */
export async function checkTargets(
  pointing: readonly Pointer[],
  env: RecordsEnv,
  checked: boolean,
  ids?: readonly string[],
): Promise<void> {
  await Promise.all(
    [...Map.groupBy(pointing, ({ target }) => target)].map(async ([target, all]) => {
      const entity = env.lookup(target)
      if (entity.dataAt === 'vendor') return
      const wanted = [...new Set(all.map(({ id }) => id))]
      const found = await present(entity, wanted, env, checked)
      if (found.size === wanted.length) return
      const missing = all.find(({ id }) => !found.has(id))!
      throw fail(
        'invalid',
        `“${missing.field}” refers to something that does not exist.`,
        'Use the id of a record that you may see.',
        { field: missing.field, ...(ids ? { row: ids.indexOf(missing.from) } : {}) },
      )
    }),
  )
}

async function present(
  entity: Entity,
  ids: readonly string[],
  env: RecordsEnv,
  checked: boolean,
): Promise<ReadonlySet<string>> {
  const plan = planOf(entity)
  const build = builder(env.org)
  const scope: Scope = {
    plan,
    alias: 't',
    build,
    actor: env.actor,
    lookup: env.lookup,
    trusted: true,
  }
  const home = plan.home('t', build)
  const wanted = build.bind(`{${ids.join()}}`)
  const rule = checked ? compile(entity.access.read.where, scope) : 'true'
  const lock = entity.layout === 'shared' ? ' FOR KEY SHARE OF t' : ''
  const text = `SELECT t.id FROM ${plan.from('t')} WHERE ${home} AND t.id = ANY(${wanted}::uuid[]) AND ${rule}${lock}`
  const rows = await env.session.sql.rows(text, build.values, nameOf(text))
  return new Set(rows.map(([id]) => id as string))
}
