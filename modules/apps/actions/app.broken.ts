import { defineAction, T } from '#kernel'
import { reasonOf } from '../builds.ts'
import { APPS_MAX } from '../install.ts'

export const listBrokenApps = defineAction({
  id: 'apps.app.broken',
  kind: 'query',
  effect: 'local',
  title: 'Apps that do not run',
  description:
    'Apps whose manifest this server cannot make a module of, and why. Their records are untouched; catalogue.module.remove uninstalls them all the same.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    items: T.Array(T.Object({ app: T.Id(), reason: T.String({ title: 'Reason' }) })),
  }),
  scope: 'apps.make',
}).run(async (_input, ctx) => {
  const rows = await ctx.sql<{ id: string; module: string; version: number }>`
    SELECT id, module, version::int FROM apps.app
    WHERE org = ${ctx.org} AND status = 'active' ORDER BY id LIMIT ${APPS_MAX}`
  const { modules } = ctx.registry
  return {
    items: rows
      .filter(({ module }) => !modules.has(module))
      .map((app) => ({ app: app.id, reason: reasonOf(ctx.org, app) })),
  }
})
