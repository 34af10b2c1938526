import { defineAction, forbidden, T } from '#kernel'
import { ANY_KIND, Preference } from '../entities.ts'
import { preferenceChanged } from '../events.ts'
import { LANGUAGES } from '../text.ts'
import { DEFAULTS } from './preference.list.ts'

export const setPreference = defineAction({
  id: 'notify.preference.set',
  kind: 'command',
  effect: 'local',
  title: 'Choose how notices reach me',
  description:
    'Switches push and mail for one kind of notice, or with “*” for every kind without a choice of its own.',
  input: T.Object(
    {
      kind: T.String({ minLength: 1, maxLength: 100 }),
      push: T.Optional(T.Boolean()),
      mail: T.Optional(T.Boolean()),
      language: T.Optional(T.Enum(LANGUAGES, { description: 'Language of mails; only with “*”.' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ kind: T.String(), push: T.Boolean(), mail: T.Boolean() }),
  errors: { onlyPeople: forbidden('Only a person has notices.') },
  emits: [preferenceChanged],
  scope: 'notify.use',
  idempotent: true,
}).run(async ({ kind, push, mail, language }, ctx) => {
  if (ctx.actor.kind !== 'person') throw ctx.error('onlyPeople')
  const records = ctx.records(Preference)
  const [own, any] = await Promise.all([
    records.first({ where: { kind } }),
    records.first({ where: { kind: ANY_KIND } }),
  ])
  const before = own ?? any ?? DEFAULTS
  const after = {
    push: push ?? before.push,
    mail: mail ?? before.mail,
    ...(language && kind === ANY_KIND ? { language } : {}),
  }
  if (own) await records.update(own.id, after)
  else await records.create({ person: ctx.actor.id, kind, ...after })
  const { language: _language, ...ways } = after
  ctx.emit(preferenceChanged, { person: ctx.actor.id, kind, ...ways })
  return { kind, ...ways }
})
