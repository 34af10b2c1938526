import { fail } from '#kernel'
import type { WriteRule } from '#kernel'
import { builder } from '#kernel/records/builder'
import { compile, visible, type Scope } from '#kernel/records/compile'
import type { RecordsEnv } from '#kernel/records/layout'
import { columnOf, type Column, type Plan } from '#kernel/records/plan'
import { encode, namesOf, tableOf } from '#kernel/records/plan-native'
import { selected } from '#kernel/records/select'
import { nameOf } from '../../postgres/name.ts'
import { letGo } from '../shared/let-go.ts'

type Row = Record<string, unknown>
const MANAGED = new Set(['id', 'created_at', 'updated_at', 'rev'])

/** The writing half of `Records`: rules on the row before and after, the change noted for the audit. */
export function writer(plan: Plan, env: RecordsEnv, checked: boolean) {
  const { access, title, id: entityId } = plan.entity
  const table = tableOf(plan.entity)
  const changed =
    env.changed ??
    (() => {
      throw new Error(`${entityId}: records change only inside a command`)
    })
  const newScope = (): Scope => ({
    plan,
    alias: 't',
    actor: env.actor,
    build: builder(env.org),
    lookup: env.lookup,
    trusted: true,
  })
  const run = (text: string, scope: Scope) =>
    env.session.sql.rows(text, scope.build.values, nameOf(text))

  /** What the writer may read of the row after, told apart from what the audit keeps. */
  const masks = (scope: Scope): string =>
    plan.masked.map((name) => `, ${visible(name, { ...scope, trusted: !checked })}`).join('')
  const shownTo = (flags: readonly unknown[], record: Row): Row => {
    const hidden = plan.masked.filter((_, index) => flags[index] !== true)
    return hidden.length
      ? Object.fromEntries(Object.entries(record).filter(([name]) => !hidden.includes(name)))
      : record
  }

  const ruled = (rule: WriteRule | undefined, verb: string): WriteRule => {
    if (!checked) return {}
    if (!rule) throw fail('forbidden', `Nobody may ${verb} ${title} this way.`)
    return rule
  }
  const writable = (rule: WriteRule, fields: readonly string[]): void => {
    const refused = rule.fields && fields.find((field) => !rule.fields!.includes(field))
    if (refused) throw fail('forbidden', `“${refused}” of ${title} cannot be changed this way.`)
  }

  const createMany = async (drafts: readonly Row[]): Promise<Row[]> => {
    if (drafts.length === 0) return []
    const rule = ruled(access.create, 'create')
    const fields = [...new Set(drafts.flatMap((draft) => Object.keys(draft)))].filter(
      (name) => name !== 'id',
    )
    for (const name of fields)
      if (MANAGED.has(name)) throw fail('invalid', `“${name}” is set by the server.`)
    writable(rule, fields)
    const columns = [columnOf(plan, 'id'), ...fields.map((name) => columnOf(plan, name))]
    const scope = newScope()
    const inserted = columns.flatMap(namesOf)
    const rows = drafts.map((draft) =>
      columns.flatMap((column) =>
        encode(column, column.field === 'id' ? (draft['id'] ?? env.newId()) : draft[column.field]),
      ),
    )
    const types = columns.flatMap((column) =>
      column.kind === 'money' ? ['bigint', 'text'] : [column.type],
    )
    const source =
      rows.length === 1
        ? `VALUES ($1::uuid, ${types.map((type, index) => `${scope.build.bind(rows[0]![index])}::${type}`).join(', ')})`
        : `SELECT $1::uuid, ${types.map((type, index) => `v.c${index}::${type}`).join(', ')} FROM unnest(${types.map((_, index) => `${scope.build.bind(rows.map((row) => textOf(row[index])))}::text[]`).join(', ')}) AS v(${types.map((_, index) => `c${index}`).join(', ')})`
    const check = compile(rule.check ?? true, scope)
    const text = `INSERT INTO ${table} AS t ("org", ${inserted.join(', ')}) ${source} RETURNING ${selected(plan, scope)}, ${check}${masks(scope)}`
    const result = await run(text, scope)
    if (result.some((row) => row[plan.width] !== true))
      throw fail('forbidden', rule.reason ?? `You may not create this ${title}.`)
    const records = result.map((row) => plan.decode(row))
    for (const record of records)
      changed({
        entity: entityId,
        id: record['id'] as string,
        op: 'create',
        after: shown(plan.columns, record),
      })
    return records.map((record, index) => shownTo(result[index]!.slice(plan.width + 1), record))
  }

  /** Locks the row and says what the actor may do with it: unknown → notFound, visible but not his to change → forbidden with the reason. */
  const lock = async (id: string, rule: WriteRule): Promise<{ before: Row; shown: Row }> => {
    const scope = newScope()
    const flags = checked
      ? `, ${compile(rule.where ?? true, scope)}, ${compile(access.read.where, scope)}, ${compile(access.known ?? false, scope)}`
      : ', true, true, true'
    const text = `SELECT ${selected(plan, scope)}${flags}${masks(scope)} FROM ${table} t WHERE t."org" = $1 AND t."id" = ${scope.build.bind(id)}::uuid FOR UPDATE OF t`
    const [row] = await run(text, scope)
    const [allowed, readable, known, ...own] = row?.slice(plan.width) ?? []
    const aware = readable === true || known === true
    if (row && aware && allowed === true) {
      const before = plan.decode(row)
      return { before, shown: shownTo(own, before) }
    }
    if (aware) throw fail('forbidden', rule.reason ?? `You may not change this ${title}.`)
    throw fail('notFound', `There is no such ${title}.`)
  }

  const update = async (id: string, patch: Row, options?: { rev?: number }): Promise<Row> => {
    const rule = ruled(access.update, 'change')
    const fields = Object.keys(patch).filter((name) => patch[name] !== undefined)
    for (const name of fields)
      if (MANAGED.has(name)) throw fail('invalid', `“${name}” is set by the server.`)
    writable(rule, fields)
    const { before, shown: seen } = await lock(id, rule)
    if (options?.rev !== undefined && options.rev !== before['rev']) {
      throw fail(
        'conflict',
        `This ${title} was changed by someone else meanwhile.`,
        'Fetch it again and decide anew.',
        { rev: before['rev'] },
      )
    }
    if (fields.length === 0) return seen
    const scope = newScope()
    const sets = fields.flatMap((name) => assignments(columnOf(plan, name), patch[name], scope))
    const key = scope.build.bind(id)
    const text = `UPDATE ${table} AS t SET ${sets.join(', ')}, "rev" = t."rev" + 1, "updated_at" = now() WHERE t."org" = $1 AND t."id" = ${key}::uuid RETURNING ${selected(plan, scope)}, ${compile(rule.check ?? true, scope)}${masks(scope)}`
    const [row] = await run(text, scope)
    if (row?.[plan.width] !== true)
      throw fail('forbidden', rule.reason ?? `You may not change this ${title} to that.`)
    const after = plan.decode(row)
    const touched = plan.columns.filter((column) => fields.includes(column.field))
    changed({
      entity: entityId,
      id,
      op: 'update',
      before: shown(touched, before),
      after: shown(touched, after),
    })
    return shownTo(row.slice(plan.width + 1), after)
  }

  const remove = async (id: string): Promise<void> => {
    const { before } = await lock(id, ruled(access.delete, 'delete'))
    await letGo(id, plan.entity, env)
    const scope = newScope()
    await run(
      `DELETE FROM ${table} WHERE "org" = $1 AND "id" = ${scope.build.bind(id)}::uuid`,
      scope,
    )
    changed({ entity: entityId, id, op: 'delete', before: shown(plan.columns, before) })
  }

  return { createMany, update, remove }
}

function assignments(column: Column, value: unknown, scope: Scope): string[] {
  const types = column.kind === 'money' ? ['bigint', 'text'] : [column.type]
  const values = encode(column, value)
  return namesOf(column).map(
    (name, index) => `${name} = ${scope.build.bind(values[index])}::${types[index]}`,
  )
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value)

/** What the audit may keep of a record: everything but what is marked sensitive. */
function shown(columns: readonly Column[], record: Row): Row {
  return Object.fromEntries(
    columns
      .filter(
        ({ field, schema }) =>
          record[field] !== undefined &&
          !MANAGED.has(field) &&
          !(schema as { 'x-sensitive'?: boolean })['x-sensitive'],
      )
      .map(({ field }) => [field, record[field]]),
  )
}
