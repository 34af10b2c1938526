import { defineAction, T } from '#kernel'
import { ask } from '../ask.ts'
import { pathOf } from '../make/schemas.ts'
import { misfit } from '../make/entity.ts'
import { claimsOf } from '../people.ts'
import { readyLink, type AnyContext, type Ready } from '../store.ts'

/** Somebody is typing: who has not answered by then is named as late. */
const SEARCH_MS = 1500
/** Vendors asked at once; an organisation with more names the most recently installed first. */
const ASKED_MAX = 20
const HITS_MAX = 5

const Hit = T.Object(
  {
    title: T.String({ maxLength: 200 }),
    sub: T.Optional(T.String({ maxLength: 200 })),
    page: T.String({ maxLength: 40 }),
    rest: T.Optional(
      T.String({ maxLength: 200, pattern: '^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99}){1,4}$' }),
    ),
  },
  { additionalProperties: false },
)
const Hits = T.Object({ hits: T.Array(Hit, { maxItems: 50 }) })

export const askSearch = defineAction({
  id: 'remote.search.ask',
  kind: 'query',
  effect: 'outside',
  title: 'Search in vendors’ software',
  description:
    'Asks every vendor whose software the caller may use, each for at most a second and a half, and says who answered.',
  input: T.Object(
    { text: T.String({ title: 'Text', minLength: 1, maxLength: 200 }) },
    { additionalProperties: false },
  ),
  output: T.Object({
    items: T.Array(
      T.Object({
        module: T.String(),
        title: T.String(),
        sub: T.Optional(T.String()),
        path: T.String(),
      }),
    ),
    asked: T.Array(
      T.Object({
        module: T.String(),
        title: T.String(),
        state: T.Enum(['answered', 'late', 'failed']),
      }),
    ),
  }),
  scope: 'remote.use',
}).run(async ({ text }, ctx) => {
  const links = await searchable(ctx)
  const answers = await Promise.all(links.map((link) => askOne(ctx, link, text)))
  return {
    items: answers.flatMap(({ items }) => items),
    asked: answers.map(({ asked }) => asked),
  }
})

async function searchable(ctx: AnyContext): Promise<Ready[]> {
  const rows = await ctx.sql<{ id: string; module: string }>`
    SELECT id, module FROM remote.link
    WHERE org = ${ctx.org} AND status = 'active' AND manifest->'endpoints'->>'search' IS NOT NULL
    ORDER BY id DESC LIMIT ${ASKED_MAX}`
  const mine = rows.filter(({ module }) =>
    ctx.registry.modules.get(module)?.pages?.some(({ scope }) => ctx.actor.scopes.has(scope)),
  )
  const links = await Promise.all(
    mine.map(({ id }) => readyLink(ctx.sql, ctx.secrets, ctx.org, id)),
  )
  return links.filter((link) => link !== undefined)
}

async function askOne(ctx: AnyContext, link: Ready, text: string) {
  const { module, title, manifest } = link
  const started = Date.now()
  try {
    const body = { text, actor: claimsOf(link, ctx.actor), installation: link.id }
    const said = await ask(ctx.egress, link, manifest.endpoints.search!, body, {
      timeoutMs: SEARCH_MS,
      again: false,
    })
    if (misfit(Hits, said)) return { items: [], asked: { module, title, state: 'failed' as const } }
    const { hits } = said as {
      hits: { title: string; sub?: string; page: string; rest?: string }[]
    }
    const items = hits
      .filter(({ page }) => manifest.pages.some(({ id }) => id === page))
      .slice(0, HITS_MAX)
      .map(({ page, rest = '', ...hit }) => ({
        ...hit,
        module,
        path: `${pathOf(link, page)}${rest}`,
      }))
    return { items, asked: { module, title, state: 'answered' as const } }
  } catch {
    const state = Date.now() - started >= SEARCH_MS ? ('late' as const) : ('failed' as const)
    return { items: [], asked: { module, title, state } }
  }
}
