import { defineAction, ref, T, type AnyAction, type Card, type Component } from '#kernel'
import { ensureCard } from '#modules/cards'
import { postCard } from '#modules/chat'
import type { Field } from '../manifest/format.ts'
import { english } from '../manifest/words.ts'
import type { AnyContext } from '../store.ts'
import { writable, type Made } from './write.ts'

type Row = Record<string, unknown>

/** What a record's card shows to everybody it is delivered to: never a field that only some may see. */
export function cardFields({ def }: Made): Field[] {
  const shown = (def.card ?? []).map((key) => def.fields.find((field) => field.key === key)!)
  return shown.filter((field) => !field.seen_by && field.key !== def.label && AS[field.kind])
}

const AS: Partial<Record<Field['kind'], 'text' | 'money' | 'time' | 'number'>> = {
  text: 'text',
  number: 'number',
  money: 'money',
  choice: 'text',
  date: 'time',
  time: 'time',
  member: 'text',
  department: 'text',
  phone: 'text',
  email: 'text',
  reference: 'text',
  serial: 'text',
}

export const cardId = ({ entity }: Made): string => `${entity.id}.card`

export function faceAction(made: Made): AnyAction {
  const { entity, noun, module, def } = made
  const fields = cardFields(made)
  return defineAction({
    id: `${entity.id}.face`,
    kind: 'query',
    effect: 'local',
    title: `What a card of ${english(def.title)} shows`,
    description: 'The public face of a record, for its card.',
    input: T.Object({ [noun]: T.Id() }, { additionalProperties: false }),
    output: T.Object({ id: T.Id(), name: T.String() }, { additionalProperties: true }),
    subject: noun as never,
    scope: `${module}.use`,
    internal: true,
  }).run(async (input, ctx) => {
    const id = (input as Row)[noun] as string
    const expand = fields.flatMap(({ kind, name, many }) =>
      ['member', 'department', 'reference'].includes(kind) && !many ? [name] : [],
    )
    const record = (await ctx
      .records(entity)
      .unchecked('a card shows what its maker chose to whom it is delivered')
      .first({ where: { id }, expand } as never)) as Row | undefined
    const name = entity.label ? record?.[entity.label] : undefined
    const face: Row = { id, name: typeof name === 'string' ? name : english(def.title) }
    for (const field of fields) {
      const value = expand.includes(field.name)
        ? named(record?.[`${field.name}$`])
        : record?.[field.name]
      if (value !== undefined && value !== null) face[field.name] = value
    }
    return face as never
  })
}

/** Whatever a referenced record is called by. */
function named(brief: unknown): string | undefined {
  const { id: _id, ...rest } = (brief ?? {}) as Row
  return Object.values(rest).find((value): value is string => typeof value === 'string')
}

export function cardOf(made: Made, appTitle: string, version: number, page: string): Card {
  const { noun, events, entity, def } = made
  const facts = cardFields(made).map((field) => ({
    label: english(field.title),
    value: { path: field.name },
    as: AS[field.kind]!,
  }))
  const parts: Component[] = [
    { kind: 'heading', text: { path: 'name' }, tag: english(def.title) },
    ...(facts.length ? [{ kind: 'facts' as const, items: facts }] : []),
    { kind: 'link', text: 'Open', to: { text: [`${page}/`, { path: 'id' }] } },
  ]
  const order = parts.map((_, at) => `c${at + 1}`)
  return {
    type: 'card',
    id: cardId(made),
    title: english(def.title),
    version,
    load: `${entity.id}.face`,
    subject: noun,
    summary: { text: [`${appTitle} · `, { path: 'name' }] },
    refreshOn: [{ event: events.updated.id, subject: 'id' }],
    forward: 'live',
    components: Object.fromEntries(parts.map((part, at) => [order[at]!, part])),
    order,
  }
}

/** Shows a record that is there already. */
export function shareAction(made: Made): AnyAction {
  const { entity, noun, module, def } = made
  return defineAction({
    id: `${entity.id}.share`,
    kind: 'command',
    effect: 'local',
    title: `Show ${english(def.title)} in a conversation`,
    description:
      'Posts the record’s card in a conversation that you are in; it follows the record.',
    input: T.Object(
      { [noun]: ref(entity), conversation: ref('chat.conversation', { title: 'Conversation' }) },
      { additionalProperties: false },
    ),
    output: T.Object({ card: T.Id() }),
    silent: 'the message that carries the card is told by chat',
    subject: noun as never,
    scope: `${module}.use`,
  }).run(async (input, ctx) => {
    const { [noun]: record, conversation } = input as Record<string, string>
    await ctx.records(entity).get(record!)
    return { card: await postRecord(made, ctx, record!, conversation!) } as never
  })
}

/** For the composer: fills in the form, and its card stands in the conversation. */
export function postAction(made: Made, create: AnyAction): AnyAction {
  const { entity, module, def } = made
  return defineAction({
    id: `${entity.id}.post`,
    kind: 'command',
    effect: 'local',
    title: `Add to ${english(def.title)}`,
    description: `A new record of ${english(def.title)}; with a conversation, its card is posted there.`,
    input: T.Object(
      {
        ...writable(made),
        conversation: T.Optional(ref('chat.conversation', { title: 'Conversation' })),
      },
      { additionalProperties: false },
    ),
    output: T.Object({ id: T.Id() }, { additionalProperties: true }),
    silent: 'creating tells of the record, chat of its card',
    scope: `${module}.add`,
  }).run(async (input, ctx) => {
    const { conversation, ...fields } = input as Row
    const record = (await ctx.call(create, fields)) as { id: string }
    if (conversation) await postRecord(made, ctx, record.id, conversation as string)
    return record as never
  })
}

async function postRecord(made: Made, ctx: AnyContext, record: string, conversation: string) {
  const { card } = await ctx.callAsModule(ensureCard, {
    template: cardId(made),
    entity: made.entity.id,
    record,
  })
  await ctx.call(postCard, { conversation, card })
  return card
}
