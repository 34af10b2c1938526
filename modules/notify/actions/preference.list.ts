import { defineAction, T } from '#kernel'
import { ANY_KIND, Preference } from '../entities.ts'
import { LANGUAGES } from '../text.ts'

/** Kinds shown; no module family has more. */
const KINDS_MAX = 200

export const listPreferences = defineAction({
  id: 'notify.preference.list',
  kind: 'query',
  effect: 'local',
  title: 'Notice preferences',
  description:
    'By which ways beside the inbox each kind of notice reaches you. “*” stands for every kind without a choice of its own.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    items: T.Array(
      T.Object({
        kind: T.String(),
        title: T.String(),
        push: T.Boolean(),
        mail: T.Boolean(),
        own: T.Boolean(),
      }),
    ),
    language: T.Optional(T.Enum(LANGUAGES)),
  }),
  scope: 'notify.use',
}).run(async (_input, ctx) => {
  if (ctx.actor.kind !== 'person') return { items: [] }
  const { items: rows } = await ctx.records(Preference).list({ limit: KINDS_MAX })
  const chosen = new Map(rows.map((row) => [row.kind, row]))
  const seen = await ctx.sql<{ kind: string }>`
    SELECT DISTINCT kind FROM notify.notice WHERE org = ${ctx.org} AND person = ${ctx.actor.id} LIMIT ${KINDS_MAX}`
  const any = chosen.get(ANY_KIND)
  const kinds = new Set([ANY_KIND, ...chosen.keys(), ...seen.map(({ kind }) => kind)])
  const items = [...kinds].map((kind) => {
    const { push, mail } = chosen.get(kind) ?? any ?? DEFAULTS
    const title = kind === ANY_KIND ? 'All others' : (ctx.registry.events.get(kind)?.title ?? kind)
    return { kind, title, push, mail, own: chosen.has(kind) }
  })
  return { items, ...(any?.language ? { language: any.language } : {}) }
})

/** For whoever chose nothing. */
export const DEFAULTS = { push: true, mail: false } as const
