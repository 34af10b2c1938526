import { defineAction, ref, T, type TSchema } from '#kernel'
import { Rule, RuleView } from '../entities.ts'
import { ruleChanged } from '../events.ts'
import { checkRule, dropStands } from '../rules.ts'

const { kind: _kind, device: _device, ...fields } = Rule.fields
const clear = <S extends TSchema>(field: S) => T.Optional(T.Union([field, T.Null()]))
/** After a change of these, what it found before means nothing any more. */
const MEANING = ['metric', 'comparison', 'threshold', 'for_s', 'hysteresis', 'enabled'] as const

export const updateRule = defineAction({
  id: 'devices.rule.update',
  kind: 'command',
  effect: 'local',
  title: 'Change an alarm rule',
  description:
    'Changes the given fields; null clears one. When it means something else from now on, alarms that it raised are cleared.',
  input: T.Object(
    {
      rule: ref(Rule, { title: 'Rule' }),
      name: T.Optional(fields.name),
      metric: clear(fields.metric),
      comparison: T.Optional(fields.comparison),
      threshold: clear(fields.threshold),
      for_s: T.Optional(fields.for_s),
      hysteresis: T.Optional(fields.hysteresis),
      severity: T.Optional(fields.severity),
      conversation: clear(fields.conversation),
      project: clear(fields.project),
      command: clear(fields.command),
      command_input: fields.command_input,
      enabled: T.Optional(fields.enabled),
    },
    { additionalProperties: false },
  ),
  output: RuleView,
  emits: [ruleChanged],
  subject: 'rule',
  scope: 'devices.manage',
  idempotent: true,
}).run(async ({ rule: id, ...patch }, ctx) => {
  const before = await ctx.records(Rule).get(id)
  const rule = await ctx.records(Rule).update(id, patch)
  await checkRule(ctx, rule)
  if (rule.conversation && rule.conversation !== before.conversation)
    await ctx.mayJoin(`chat.conversation:${rule.conversation}`)
  if (MEANING.some((field) => before[field] !== rule[field])) await dropStands(ctx, { rule: id })
  ctx.emit(ruleChanged, { rule: id, name: rule.name, enabled: rule.enabled })
  return rule
})
