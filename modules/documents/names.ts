import type { Context } from '#kernel'
import { Person } from '#modules/directory'
import type { Block } from './content/block.ts'

const NAMES_MAX = 500

/** What the people mentioned are called, as far as the reader may see them. */
export async function namesIn(
  ctx: Context,
  blocks: readonly Block[],
): Promise<Map<string, string>> {
  const people = mentionedIn(blocks).slice(0, NAMES_MAX)
  if (people.length === 0) return new Map()
  const { items } = await ctx
    .records(Person)
    .list({ where: { id: { in: people } }, limit: NAMES_MAX })
  return new Map(items.map(({ id, name }) => [id, name]))
}

/** Everybody whose name stands in the text, once. */
export const mentionedIn = (blocks: readonly Block[]): string[] => [...new Set(mentioned(blocks))]

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const mentioned = (blocks: readonly Block[]): string[] =>
  blocks.flatMap(({ type, attrs, content = [] }) => {
    const person = type === 'mention' ? attrs?.['person'] : undefined
    return typeof person === 'string' && UUID.test(person) ? [person] : mentioned(content)
  })
