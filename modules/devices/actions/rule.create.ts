import { defineAction, T } from '#kernel'
import { Rule, RuleView } from '../entities.ts'
import { ruleChanged } from '../events.ts'
import { checkRule } from '../rules.ts'

const { for_s, hysteresis, enabled, ...fields } = Rule.fields

export const createRule = defineAction({
  id: 'devices.rule.create',
  kind: 'command',
  effect: 'local',
  title: 'New alarm rule',
  description:
    'When a metric passes a threshold for long enough, or a device falls silent, its group is told by a card. The card may offer one command of the device.',
  input: T.Object(
    {
      ...fields,
      for_s: T.Optional(for_s),
      hysteresis: T.Optional(hysteresis),
      enabled: T.Optional(enabled),
    },
    { additionalProperties: false },
  ),
  output: RuleView,
  emits: [ruleChanged],
  scope: 'devices.manage',
}).run(async (input, ctx) => {
  await checkRule(ctx, input)
  if (input.conversation) await ctx.mayJoin(`chat.conversation:${input.conversation}`)
  const rule = await ctx.records(Rule).create({ for_s: 0, hysteresis: 0, enabled: true, ...input })
  const { id, name, enabled: on } = rule
  ctx.emit(ruleChanged, { rule: id, name, enabled: on })
  return rule
})
