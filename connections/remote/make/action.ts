import { defineAction, newId, ref, T, type AnyAction, type TSchema } from '#kernel'
import { ensureCard } from '#modules/cards'
import { postCard } from '#modules/chat'
import { createHash } from 'node:crypto'
import { noteAlias } from '../actions/alias.note.ts'
import { ask, broken } from '../ask.ts'
import type { ActionDef } from '../manifest/format.ts'
import { aliasOf, claimsOf, knowsPeople, namedIn, peopleOf, replaced } from '../people.ts'
import { linkOf, type AnyContext, type Ready } from '../store.ts'
import { misfit } from './entity.ts'
import { Parts } from './parts.ts'
import { cardId, english, objectSchema, type Made } from './schemas.ts'

type Row = Record<string, unknown>

/** One of the vendor's actions as one of ours: our doors, rights and audit; its server does the work. */
export function actionOf(made: Made, def: ActionDef, take: AnyAction): AnyAction {
  const input = objectSchema(def.input)
  const output = objectSchema(def.output)
  const again = def.kind === 'query' || def.idempotent === true
  const card = made.manifest.entities.find(({ noun }) => noun === def.makes)?.card
  return defineAction({
    id: `${made.module}.${def.id}`,
    kind: def.kind,
    effect: 'outside',
    title: english(def.title),
    description: def.description,
    input: card ? withConversation(input) : input,
    output,
    ...(def.kind === 'command'
      ? { silent: 'the vendor tells what happened by its own events' }
      : {}),
    ...(def.subject ? { subject: def.subject as never } : {}),
    scope: `${made.module}.${def.scope}`,
    destructive: def.destructive ?? false,
    idempotent: again,
  }).run(async (given, ctx) => {
    const { conversation, ...own } = given as Row
    const link = await linkOf(ctx, made.link)
    const answer = await asked(ctx, link, made, def, card ? own : (given as Row))
    const result = answer.output as Row
    if (answer.beside) await ctx.callAsModule(take as never, answer.beside as never)
    if (card && typeof conversation === 'string')
      await post(ctx, made, def.makes!, String(result['id']), conversation)
    return result
  })

  async function asked(
    ctx: AnyContext,
    link: Ready,
    { manifest }: Made,
    { id }: ActionDef,
    own: Row,
  ): Promise<{ output: unknown; beside?: Parts }> {
    const actor = claimsOf(link, ctx.actor)
    const said = await ask(
      ctx.egress,
      link,
      manifest.endpoints.call,
      {
        action: id,
        input: await outward(ctx, link, input, own),
        actor,
        installation: link.id,
        organisation: ctx.org,
      },
      { id: callId(ctx), again },
    )
    const { output: told, beside } = said as { output: unknown; beside?: Parts }
    const wrong = misfit(output, told) ?? (beside === undefined ? undefined : misfit(Parts, beside))
    if (wrong) throw broken(link.title, `its answer does not fit what it promised (${wrong})`)
    return { output: await inward(ctx, link, output, told), ...(beside ? { beside } : {}) }
  }
}

/** Asked twice under the caller's key it is the same call to the vendor too. */
function callId({ key, actor, org }: AnyContext): string {
  if (key === undefined) return newId()
  return `key_${createHash('sha256').update(`${org} ${actor.id} ${key}`).digest('base64url')}`
}

/** People as the vendor knows them; noted first, so that what it says of them later is understood. */
async function outward(
  ctx: AnyContext,
  link: Ready,
  schema: unknown,
  value: Row,
): Promise<unknown> {
  if (knowsPeople(link)) return value
  const people = namedIn(schema, value)
  const me = ctx.actor.onBehalfOf ?? ctx.actor.id
  const mine = ctx.actor.kind === 'person' || ctx.actor.onBehalfOf ? [me] : []
  await introduce(ctx, link, [...new Set([...people, ...mine])])
  return replaced(schema, value, (person) => aliasOf(link, person))
}

/** Notes by what name the vendor will know them, the first time. */
async function introduce(ctx: AnyContext, link: Ready, people: readonly string[]): Promise<void> {
  const known = await ctx.sql<{ person: string }>`
    SELECT person FROM remote.alias WHERE org = ${ctx.org} AND link = ${link.id} AND person = ANY(${[...people]}::uuid[])`
  if (known.length < people.length)
    await ctx.call(noteAlias, { link: link.id, people: [...people] })
}

async function inward(ctx: AnyContext, link: Ready, schema: unknown, value: unknown) {
  if (knowsPeople(link)) return value
  const known = await peopleOf(ctx.sql, link, namedIn(schema, value))
  return replaced(schema, value, (id) => known.get(id) ?? id)
}

function withConversation(schema: TSchema): TSchema {
  const { properties } = schema as { properties?: Row }
  return T.Unsafe<Row>({
    ...(schema as object),
    properties: {
      ...properties,
      conversation: ref('chat.conversation', { title: 'Conversation' }),
    },
  })
}

async function post(
  ctx: AnyContext,
  made: Made,
  noun: string,
  record: string,
  conversation: string,
) {
  const { card } = await ctx.callAsModule(ensureCard, {
    template: cardId(made, noun),
    entity: `${made.module}.${noun}`,
    record,
  })
  await ctx.call(postCard, { conversation, card })
}

/** Lets a record’s card stand in a conversation; for the vendor's page and for people. */
export function shareAction(made: Made, noun: string, title: string, scope: string): AnyAction {
  return defineAction({
    id: `${made.module}.${noun}.share`,
    kind: 'command',
    effect: 'local',
    title: `Show ${title} in a conversation`,
    description:
      'Posts the record’s card in a conversation that you are in; it follows the record.',
    input: T.Object(
      { [noun]: T.Id(), conversation: ref('chat.conversation', { title: 'Conversation' }) },
      { additionalProperties: false },
    ),
    output: T.Object({ record: T.Id() }),
    silent: 'the message that carries the card is told by chat',
    subject: noun as never,
    scope: `${made.module}.${scope}`,
  }).run(async (input, ctx) => {
    const { [noun]: record, conversation } = input as Record<string, string>
    await ctx.call(`${made.module}.${noun}.glance`, { [noun]: record })
    await post(ctx, made, noun, record!, conversation!)
    return { record: record! }
  })
}
