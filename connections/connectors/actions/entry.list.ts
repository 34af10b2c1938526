import { defineAction, T } from '#kernel'
import { STATES } from '../entry.ts'
import { entries } from '../entries/index.ts'

export const listEntries = defineAction({
  id: 'connectors.entry.list',
  kind: 'query',
  effect: 'local',
  title: 'List connectors with their state',
  description:
    'Services that can be connected, what can be asked of each, and how far it is proven: “verified” with a server of the real software or against the calls that its documentation describes, “imported” here from a document or database, or “unproven”.',
  input: T.Object(
    {
      search: T.Optional(T.String({ maxLength: 100, title: 'Search' })),
      state: T.Optional(T.Enum(STATES, { title: 'State' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    items: T.Array(
      T.Object({
        id: T.String(),
        title: T.String(),
        zh: T.String(),
        about: T.String(),
        about_zh: T.String(),
        icon: T.String(),
        docs: T.Optional(T.String()),
        state: T.Enum(STATES),
        /** A server of the real software, or the calls that its documentation describes. */
        by: T.Enum(['server', 'samples', 'none']),
        with: T.Optional(T.String()),
        on: T.Optional(T.Day()),
        /** Whether an account of it can be linked. */
        links: T.Boolean(),
        actions: T.Array(T.String()),
      }),
    ),
  }),
  scope: 'connectors.use',
}).run(async ({ search = '', state }, ctx) => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const own = entries.map(({ id, title, zh, about, about_zh, icon, docs, auth, proof }) => ({
    id,
    title,
    zh,
    about,
    about_zh,
    icon,
    docs,
    ...proof,
    links: auth.length > 0,
    actions: idsOf(`connectors.${id}.`),
  }))
  const imported = [...ctx.registry.modules.values()]
    .filter(({ id }) => id.startsWith('api_'))
    .map(({ id, title, publisher, contributes }) => ({
      id,
      title,
      zh: title,
      about: publisher,
      about_zh: publisher,
      icon: 'link',
      state: 'imported' as const,
      by: 'none' as const,
      links: contributes !== undefined,
      actions: idsOf(`${id}.`),
    }))
  function idsOf(prefix: string): string[] {
    return [...ctx.registry.actions.keys()].filter((id) => id.startsWith(prefix))
  }
  return {
    items: [...own, ...imported].filter((each) => {
      const text =
        `${each.id} ${each.title} ${each.zh} ${each.about} ${each.about_zh}`.toLowerCase()
      return (
        (state === undefined || each.state === state) && words.every((word) => text.includes(word))
      )
    }),
  }
})
