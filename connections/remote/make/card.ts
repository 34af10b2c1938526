import type { Card, Component } from '#kernel'
import type { EntityDef } from '../manifest/format.ts'
import { cardId, english, pathOf, type Made } from './schemas.ts'

type Fact = Extract<Component, { kind: 'facts' }>['items'][number]

/** The vendor chooses what stands on it; how it looks is ours, like every card. */
export function cardOf(made: Made, def: EntityDef): Card | undefined {
  const { card } = def
  if (!card) return undefined
  const facts = card.facts.map((name): Fact => {
    const as = factKind(def.fields[name])
    return {
      label: def.words?.[name]?.en ?? titleOf(def.fields[name]) ?? name,
      value: { path: name },
      ...(as ? { as } : {}),
    }
  })
  const parts: Component[] = [
    {
      kind: 'heading',
      text: { path: 'name' },
      ...(card.state ? { tag: { path: 'state_text' }, tone: { path: 'state_tone' } } : {}),
    },
    ...(facts.length ? [{ kind: 'facts' as const, items: facts }] : []),
    ...(card.timeline ? [{ kind: 'timeline' as const, items: { path: card.timeline } }] : []),
    ...(card.buttons ?? []).map((button): Component => ({
      kind: 'button',
      name: button.name,
      text: button.text.en,
      action: `${made.module}.${button.action}`,
      input: Object.fromEntries(
        Object.entries(button.input).map(([field, path]) => [field, { path }]),
      ),
      ...(button.when ? { when: { path: button.when.field, is: button.when.is } } : {}),
      ...(button.ask ? { ask: button.ask } : {}),
      ...(button.tone ? { tone: button.tone } : {}),
      ...(button.confirm ? { confirm: button.confirm.en } : {}),
    })),
    ...(card.page
      ? [
          {
            kind: 'link' as const,
            text: 'Open',
            to: { text: [`${pathOf(made, card.page)}/${def.noun}/`, { path: 'id' }] },
          },
        ]
      : []),
  ]
  const order = parts.map((_, at) => `c${at + 1}`)
  return {
    type: 'card',
    id: cardId(made, def.noun),
    title: english(def.title),
    version: made.manifest.version,
    load: `${made.module}.${def.noun}.face`,
    subject: def.noun,
    summary: { text: [`${english(made.manifest.title)} · `, { path: 'name' }] },
    refreshOn: [],
    forward: 'live',
    components: Object.fromEntries(parts.map((part, at) => [order[at]!, part])),
    order,
  }
}

const titleOf = (schema: Record<string, unknown> | undefined): string | undefined =>
  typeof schema?.['title'] === 'string' ? schema['title'] : undefined

function factKind(schema: Record<string, unknown> | undefined): Fact['as'] {
  if (schema?.['x-ref'] === 'directory.person') return 'person'
  if (schema?.['format'] === 'date-time') return 'time'
  if (schema?.['type'] === 'number' || schema?.['type'] === 'integer') return 'number'
  return isMoney(schema) ? 'money' : undefined
}

function isMoney(schema: Record<string, unknown> | undefined): boolean {
  const properties = schema?.['properties'] as Record<string, unknown> | undefined
  return properties?.['amount'] !== undefined && properties['currency'] !== undefined
}

/** The card's words in both languages: state, buttons, labels. */
export function cardWords(made: Made, def: EntityDef): [string, string | undefined][] {
  const id = cardId(made, def.noun)
  const word = ({ en, zh }: { en: string; zh?: string }): [string, string | undefined] => [
    `${id}.${en}`,
    zh,
  ]
  return [
    [id, def.title.zh],
    ...(def.card?.facts ?? []).flatMap((name) =>
      def.words?.[name] ? [word(def.words[name])] : [],
    ),
    ...(def.card?.words ?? []).map(word),
    ...Object.values(def.card?.state?.values ?? {}).map(({ text }) => word(text)),
    ...(def.card?.buttons ?? []).flatMap(({ text, confirm }) => [
      word(text),
      ...(confirm ? [word(confirm)] : []),
    ]),
  ]
}
