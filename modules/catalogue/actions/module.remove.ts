import { defineAction, invalid, T } from '#kernel'
import { App, removeApp } from '#modules/apps'
import { moduleRemoved } from '../events.ts'

export const removeModule = defineAction({
  id: 'catalogue.module.remove',
  kind: 'command',
  effect: 'local',
  title: 'Uninstall an app',
  description:
    'Its pages, actions and cards go at once for everybody. Export its data first with apps.app.export. “name” repeats the app’s title, so that nothing goes by mistake.',
  input: T.Object(
    {
      app: T.Id({ title: 'App', 'x-pick': 'apps.app.list' }),
      name: T.String({ maxLength: 200, title: 'Its title, to be sure' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ app: T.Id() }),
  errors: { otherName: invalid('This is not the app’s title.', 'Write its title exactly.') },
  emits: [moduleRemoved],
  subject: 'app',
  scope: 'catalogue.install',
  destructive: true,
}).run(async ({ app: id, name }, ctx) => {
  const { title, title_zh, module } = await ctx.records(App).get(id)
  if (![title, title_zh].includes(name.trim())) throw ctx.error('otherName')
  await ctx.call(removeApp, { app: id })
  ctx.emit(moduleRemoved, { app: id, module, title }, { subject: id })
  return { app: id }
})
