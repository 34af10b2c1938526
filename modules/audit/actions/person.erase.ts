import { conflict, defineAction, forbidden, invalid, ref, sensitive, T } from '#kernel'
import { Person, updatePerson } from '#modules/directory'
import { personErased } from '../events.ts'
import { forgetTraces } from './person.forget.ts'

/** What is left where a name stood. Ids stay, so that what was decided stays provable. */
export const REMOVED = 'Removed person'

export const erasePerson = defineAction({
  id: 'audit.person.erase',
  kind: 'command',
  effect: 'local',
  title: 'Erase a person',
  description:
    'Removes everything personal about somebody who has left, for good: name, contact details, picture, custom fields, and the words of the log about them. Ids stay, so the record of what was done stays whole.',
  input: T.Object(
    {
      person: ref(Person, { title: 'Person' }),
      confirm: sensitive(T.String({ title: 'Name of the person, typed', maxLength: 100 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ erased: T.Id() }),
  errors: {
    onlyOwner: forbidden('Only an owner of the organisation erases a person.', 'Ask an owner.'),
    stillHere: conflict('This person has not left yet.', 'Record that they left first.'),
    notConfirmed: invalid(
      'The name typed is not the person’s name.',
      'Type the name exactly as the directory shows it.',
    ),
  },
  emits: [personErased],
  subject: 'person',
  scope: 'audit.erase',
  destructive: true,
}).run(async ({ person: id, confirm }, ctx) => {
  if (!ctx.actor.roles.includes('owner')) throw ctx.error('onlyOwner')
  const people = ctx.records(Person).unchecked('an owner may erase whomever the directory holds')
  const { status, name, account, email, mobile } = await people.get(id)
  if (status !== 'left') throw ctx.error('stillHere')
  if (confirm.trim() !== name) throw ctx.error('notConfirmed')

  await ctx.call(updatePerson, { person: id, name: REMOVED, ...BLANK })
  await people.update(id, { account: null, custom: null })
  ctx.emit(personErased, { person: id, name, ...(account ? { account } : {}) })
  // Later, since this command's own journal and those who hear of it name him once more.
  const words = [name, email, mobile].filter(
    (word) => word !== undefined && word.length > 1,
  ) as string[]
  ctx.enqueue(forgetTraces, { person: id, words }, { at: new Date(ctx.now.getTime() + LATER_MS) })
  return { erased: id }
})

const LATER_MS = 60_000

const BLANK = {
  email: null,
  mobile: null,
  staff_no: null,
  job_title: null,
  department: null,
  manager: null,
  hired_on: null,
  avatar: null,
} as const
