import { T, defineAction, ref } from '#kernel'
import { personChanged } from '../events.ts'
import { anyPerson } from '../people.ts'

export const updateProfile = defineAction({
  id: 'directory.profile.update',
  kind: 'command',
  effect: 'local',
  title: 'Change my profile',
  description:
    'One’s own picture, and who may see one’s mobile and e-mail. Everything else an administrator changes.',
  input: T.Object(
    {
      avatar: T.Optional(T.Union([ref('files.file', { title: 'Picture' }), T.Null()])),
      contact_visibility: T.Optional(
        T.Enum(['all', 'department', 'hidden'], { title: 'Contact details shown to' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ person: T.Id() }),
  emits: [personChanged],
  scope: 'directory.read',
  idempotent: true,
}).run(async (input, ctx) => {
  const { id } = await anyPerson(ctx).update(ctx.actor.id, input)
  ctx.emit(personChanged, { person: id, fields: Object.keys(input) })
  return { person: id }
})
