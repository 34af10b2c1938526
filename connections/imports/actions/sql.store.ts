import { defineAction, T } from '#kernel'
import { SourceView } from '../entities.ts'
import { sourceInstalled } from '../events.ts'
import { install } from '../install.ts'
import { Json } from '../seen.ts'
import { about, Implementing } from '../shape.ts'

export const storeSql = defineAction({
  id: 'imports.sql.store',
  kind: 'command',
  effect: 'local',
  title: 'Keep the import of a database',
  description: 'The short command behind imports.sql.install.',
  input: T.Object(
    { ...about, server: T.String(), plan: Json, implements: T.Optional(Implementing) },
    { additionalProperties: false },
  ),
  output: SourceView,
  emits: [sourceInstalled],
  scope: 'imports.manage',
  internal: true,
}).run(async ({ plan, implements: stands, ...input }, ctx) =>
  install(ctx, {
    ...input,
    kind: 'sql',
    plan: { operations: [], sql: plan as never, ...(stands ? { implements: stands } : {}) },
  }),
)
