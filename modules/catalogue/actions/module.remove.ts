import { defineAction, invalid, T } from '#kernel'
import { App, removeApp } from '#modules/apps'
import { moduleRemoved } from '../events.ts'

export const removeModule = defineAction({
  id: 'catalogue.module.remove',
  kind: 'command',
  effect: 'local',
  title: 'Uninstall an app',
  description:
    'Its pages, actions and cards go at once for everybody. Export its data first with apps.app.export. “name” repeats the app’s title, so that nothing goes by mistake. Its records are kept out of reach, or with “purge” deleted for good with their history and files, which nobody can undo.',
  input: T.Object(
    {
      app: T.Id({ title: 'App', 'x-pick': 'apps.app.list' }),
      name: T.String({ maxLength: 200, title: 'Its title, to be sure' }),
      purge: T.Optional(T.Boolean({ title: 'Delete its records for good' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ app: T.Id(), batch: T.Optional(T.Id({ title: 'Batch of the deletion' })) }),
  errors: { otherName: invalid('This is not the app’s title.', 'Write its title exactly.') },
  emits: [moduleRemoved],
  subject: 'app',
  scope: 'catalogue.install',
  destructive: true,
}).run(async ({ app: id, name, purge = false }, ctx) => {
  const { title, title_zh, module } = await ctx.records(App).get(id)
  if (![title, title_zh].includes(name.trim())) throw ctx.error('otherName')
  const { batch } = await ctx.call(removeApp, { app: id, purge })
  ctx.emit(moduleRemoved, { app: id, module, title }, { subject: id })
  return { app: id, ...(batch ? { batch } : {}) }
})
