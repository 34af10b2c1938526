import { fail, type Actor, type AnyAction, type Kernel } from '#kernel'
import { forAgents, toolOf } from './tools.ts'

type Registry = Kernel['registry']
const LIMIT = 10
const LIMIT_MAX = 50

/** Words count where they stand: in the id most, then the title in either language, then the description. */
export function searchActions(registry: Registry, actor: Actor, input: unknown): object {
  const {
    query = '',
    module,
    limit = LIMIT,
  } = (input ?? {}) as { query?: unknown; module?: unknown; limit?: unknown }
  if (typeof query !== 'string' || (module !== undefined && typeof module !== 'string'))
    throw fail('invalid', '“query” and “module” are text.')
  if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > LIMIT_MAX)
    throw fail('invalid', `“limit” is a whole number from 1 to ${LIMIT_MAX}.`)
  const words = query
    .toLowerCase()
    .slice(0, 200)
    .split(/[\s._,，。、]+/)
    .filter(Boolean)
  const usable = [...registry.actions.values()].filter(
    (action) =>
      forAgents(action, actor) && (module === undefined || action.id.startsWith(`${module}.`)),
  )
  const found = usable
    .map((action) => ({
      action,
      score: words.length === 0 ? 1 : scoreOf(action, registry.zh.get(action.id) ?? '', words),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.action.id < b.action.id ? -1 : 1))
  return {
    total: found.length,
    actions: found.slice(0, limit as number).map(({ action }) => {
      const { title, description, inputSchema, annotations } = toolOf(action)
      return {
        id: action.id,
        kind: action.kind,
        title,
        description,
        input: inputSchema,
        destructive: annotations.destructiveHint,
      }
    }),
  }
}

function scoreOf(action: AnyAction, zh: string, words: readonly string[]): number {
  const id = action.id.toLowerCase()
  const title = `${action.title} ${zh}`.toLowerCase()
  const description = action.description.toLowerCase()
  const scores = words.map((word) => {
    // “people” finds person and “requests” request often enough by dropping the plural.
    const stem = word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word
    return (
      (id.includes(stem) ? 4 : 0) +
      (title.includes(stem) ? 3 : 0) +
      (description.includes(stem) ? 1 : 0)
    )
  })
  const hit = scores.filter(Boolean).length
  return hit === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) + hit * 10
}
