import { conflict, defineAction, notFound, T } from '#kernel'
import { App } from '../entities.ts'
import { rightsChanged } from '../events.ts'
import { GRANTED_MAX, Granted, RIGHTS } from '../make/rights.ts'
import { appOf, manifestOf, requireKeeper } from '../store.ts'

export const grantApp = defineAction({
  id: 'apps.app.grant',
  kind: 'command',
  effect: 'local',
  title: 'Say who may do what in an app',
  description:
    'Names who sees (use), adds, changes, deletes and administers (manage), and who holds each role of the app. Takes effect at once on every door. With null everybody sees, adds and changes. Administrators of the organisation always may.',
  input: T.Object(
    {
      app: T.Id({ title: 'App', 'x-pick': 'apps.app.list' }),
      rev: T.Optional(T.Integer({ title: 'Revision that was changed' })),
      granted: T.Union([T.Array(Granted, { minItems: 1, maxItems: GRANTED_MAX }), T.Null()], {
        title: 'Rights',
      }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ app: T.Id(), rev: T.Integer() }),
  errors: {
    noHolder: notFound(
      'Somebody who is named is no person, department or group here.',
      'Check the ids and what kind they are of; everyone needs none.',
    ),
    noRight: conflict(
      'The app knows no such right.',
      'Use its roles, or use, add, change, delete and manage.',
    ),
  },
  emits: [rightsChanged],
  subject: 'app',
  scope: 'apps.use',
}).run(async ({ app: id, rev, granted }, ctx) => {
  const app = await appOf(ctx, id)
  requireKeeper(ctx, app)
  const lines = granted ?? []
  const { roles } = await manifestOf(ctx, app)
  const known = new Set<string>([...RIGHTS, ...roles.map(({ key }) => key)])
  const strange = lines.flatMap(({ rights }) => rights).filter((key) => !known.has(key))
  if (strange.length) throw ctx.error('noRight', { rights: strange })
  const named = (kind: Granted['kind']): string[] =>
    lines.flatMap((line) => (line.kind === kind && line.holder ? [line.holder] : []))
  if (lines.some(({ kind, holder }) => (kind === 'everyone') === (holder !== undefined)))
    throw ctx.error('noHolder')
  const missing = await ctx.sql<{ id: string }>`
    SELECT w.id FROM unnest(${named('person')}::uuid[]) AS w(id)
      WHERE NOT EXISTS (SELECT 1 FROM directory.person p WHERE p.org = ${ctx.org} AND p.id = w.id)
    UNION ALL SELECT w.id FROM unnest(${named('department')}::uuid[]) AS w(id)
      WHERE NOT EXISTS (SELECT 1 FROM directory.department d WHERE d.org = ${ctx.org} AND d.id = w.id)
    UNION ALL SELECT w.id FROM unnest(${named('group')}::uuid[]) AS w(id)
      WHERE NOT EXISTS (SELECT 1 FROM directory."group" g WHERE g.org = ${ctx.org} AND g.id = w.id)`
  if (missing.length) throw ctx.error('noHolder', { ids: missing.map((row) => row.id) })
  const next = await ctx
    .records(App)
    .unchecked('only who administers the app comes this far')
    .update(id, { granted } as never, rev === undefined ? {} : { rev })
  ctx.rebuild()
  ctx.revoke({ org: ctx.org })
  const { module, title } = app
  ctx.emit(rightsChanged, { app: id, module, title }, { subject: id })
  return { app: id, rev: next.rev }
})
