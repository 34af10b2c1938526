import { defineAction, T } from '#kernel'
import { columnOf, NO_LOOKUPS, readCell } from '../cells/read.ts'
import { Draft } from '../entities.ts'
import type { StoredSource } from '../guess/view.ts'
import { HABIT } from '../import/columns.ts'
import { directoryOf } from '../lookups.ts'
import { checkManifest } from '../manifest/check.ts'
import { Manifest, type Field } from '../manifest/format.ts'
import type { AnyContext } from '../store.ts'

const SHOWN = 5

export const checkDraft = defineAction({
  id: 'apps.draft.check',
  kind: 'query',
  effect: 'local',
  title: 'Check a draft against its file',
  description:
    'Which cells of the file do not fit the fields as they are now, and how the first rows will look. Changes nothing.',
  input: T.Object(
    { draft: T.Id({ title: 'Draft' }), manifest: Manifest },
    { additionalProperties: false, 'x-body-max': 4 * 1024 * 1024 },
  ),
  output: T.Object({
    misfits: T.Array(
      T.Object({
        entity: T.String(),
        field: T.String(),
        cells: T.Integer(),
        samples: T.Array(T.String()),
      }),
    ),
  }),
  subject: 'draft',
  scope: 'apps.make',
}).run(async ({ draft: id, manifest }, ctx) => {
  checkManifest(manifest)
  const draft = await ctx.records(Draft).get(id)
  const sources = draft.sources as StoredSource[]
  const directory = { ...NO_LOOKUPS, ...(await directoryOf(ctx)) }
  const misfits: { entity: string; field: string; cells: number; samples: string[] }[] = []
  for (const def of manifest.entities) {
    const source = sources.find(({ entity }) => entity === def.key)
    if (!source) continue
    const rows = await rowsOf(ctx, id, def.key)
    for (const field of def.fields) {
      const column = source.columns[field.key]
      if (column === undefined || field.kind === 'serial') continue
      const cells = rows.map((row) => row[column] ?? '')
      const targets = await wordsOf(ctx, id, field, source, sources)
      const records = new Map(targets ? [[field.key, targets]] : [])
      const as = columnOf(field, cells.slice(0, HABIT))
      const wrong = cells.filter((cell) => readCell(cell, as, { ...directory, records }).problem)
      const empty = field.required ? cells.filter((cell) => cell === '') : []
      if (wrong.length + empty.length)
        misfits.push({
          entity: def.key,
          field: field.key,
          cells: wrong.length + empty.length,
          samples: [...new Set(wrong)].slice(0, SHOWN).map((cell) => cell.slice(0, 80)),
        })
    }
  }
  return { misfits }
})

async function rowsOf(ctx: AnyContext, draft: string, entity: string): Promise<string[][]> {
  const rows = await ctx.sql<{ cells: string[] }>`
    SELECT cells FROM apps.draft_row WHERE org = ${ctx.org} AND draft = ${draft} AND entity = ${entity} ORDER BY line`
  return rows.map(({ cells }) => cells)
}

/** What cells of a reference may say: whatever stands in the column that they are matched by. */
async function wordsOf(
  ctx: AnyContext,
  draft: string,
  { kind, key, to }: Field,
  source: StoredSource,
  sources: readonly StoredSource[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const target = sources.find(({ entity }) => entity === to)
  if (kind !== 'reference' || !target) return undefined
  const by = source.by[key]
  const words = (await rowsOf(ctx, draft, target.entity)).flatMap((cells) =>
    by === undefined ? cells : [cells[by] ?? ''],
  )
  return new Map(words.filter(Boolean).map((word) => [word.toLowerCase(), word]))
}
