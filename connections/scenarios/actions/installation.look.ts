import { defineAction, T } from '#kernel'
import { Installation } from '../entities.ts'
import { Installed } from '../seen.ts'
import { viewed } from '../view.ts'

const id = T.Id({ title: 'Scenario' })

export const lookAtScenario = defineAction({
  id: 'scenarios.installation.look',
  kind: 'query',
  effect: 'local',
  title: 'Look at an installed scenario',
  description: 'How it stands, and what was chosen for it.',
  input: T.Object({ installation: id }, { additionalProperties: false }),
  output: T.Object({
    ...Installed.properties,
    language: T.Enum(['en', 'zh']),
    needs: T.Record(T.String(), T.String()),
    accounts: T.Record(T.String(), T.Id()),
    settings: T.Json(),
  }),
  subject: 'installation',
  scope: 'scenarios.manage',
}).run(async ({ installation }, ctx) => {
  const row = await ctx.records(Installation).get(installation)
  const [seen] = await viewed(ctx, [row])
  const { language, needs, accounts, settings } = row
  return { ...seen!, language, needs, accounts, settings }
})
