import { defineAction, T, type AnyAction } from '#kernel'
import { english } from '../manifest/words.ts'
import { writable, type Made } from './write.ts'

/** What a shared form writes with: reached by the form's own action only, which knows what it may fill in. */
export function submitAction(made: Made): AnyAction {
  const { entity, def, events } = made
  return defineAction({
    id: `${entity.id}.submit`,
    kind: 'command',
    effect: 'local',
    title: `Fill in ${english(def.title)} from outside`,
    description: 'Writes what somebody outside filled in. Only the shared form’s action calls it.',
    input: T.Object(writable(made), { additionalProperties: false }),
    output: T.Object({ id: T.Id() }),
    emits: [events.created],
    scope: 'everyone',
    internal: true,
  }).run(async (input, ctx) => {
    const record = await ctx
      .records(entity)
      .unchecked('the shared form says which fields; whoever has its link may fill them in')
      .create(input as never)
    ctx.emit(events.created, record as never)
    return { id: record.id }
  })
}
