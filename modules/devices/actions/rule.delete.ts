import { defineAction, ref, T } from '#kernel'
import { Rule } from '../entities.ts'
import { ruleChanged } from '../events.ts'
import { dropStands } from '../rules.ts'

export const deleteRule = defineAction({
  id: 'devices.rule.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete an alarm rule',
  description:
    'It raises nothing any more; alarms that it raised are cleared and stay in the history.',
  input: T.Object({ rule: ref(Rule, { title: 'Rule' }) }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Id() }),
  emits: [ruleChanged],
  subject: 'rule',
  scope: 'devices.manage',
  destructive: true,
}).run(async ({ rule }, ctx) => {
  const { name } = await ctx.records(Rule).get(rule)
  await dropStands(ctx, { rule })
  await ctx.records(Rule).delete(rule)
  ctx.emit(ruleChanged, { rule, name, enabled: false })
  return { deleted: rule }
})
