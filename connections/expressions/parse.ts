import { Environment } from '@marcbachmann/cel-js'
import { interpret } from './interpret.ts'
import type { Node } from './node.ts'
import { ExpressionError, type Evaluate } from './room.ts'

/** Longer than any condition that a person wrote. */
const TEXT_MAX = 20_000
const EXPRESSION_MAX = 4_000
/** Parsed texts kept; beyond it the oldest go. */
const KEPT_MAX = 5_000

/** Only its parser is used: what it reads is walked by ours, see interpret.ts. */
const parser = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 2_000, maxDepth: 40, maxListElements: 500, maxMapEntries: 200 },
})
const kept = new Map<string, readonly (string | Evaluate)[]>()

/** `Order {{ trigger.id }} is {{ vars.state }}` → texts and expressions in turn. */
export function parsed(text: string, place: string): readonly (string | Evaluate)[] {
  if (text.length > TEXT_MAX) throw new ExpressionError('is too long', place, text.slice(0, 100))
  const key = `${place}\n${text}`
  const known = kept.get(key)
  if (known) return known
  const parts: (string | Evaluate)[] = []
  let at = 0
  for (;;) {
    const from = text.indexOf('{{', at)
    if (from < 0) break
    const to = endOf(text, from + 2)
    if (to < 0)
      throw new ExpressionError('opens with {{ and never closes with }}', place, text.slice(from))
    if (from > at) parts.push(text.slice(at, from))
    parts.push(expression(text.slice(from + 2, to).trim(), place))
    at = to + 2
  }
  if (at < text.length) parts.push(text.slice(at))
  if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value!)
  kept.set(key, parts)
  return parts
}

/** Where `}}` stands that is neither inside quotes nor the end of a map in a map. */
function endOf(text: string, from: number): number {
  let quote = ''
  let open = 0
  for (let at = from; at < text.length; at++) {
    const char = text[at]!
    if (quote) {
      if (char === '\\') at++
      else if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (char === '{') open++
    else if (char === '}') {
      if (open > 0) open--
      else if (text[at + 1] === '}') return at
    }
  }
  return -1
}

function expression(source: string, place: string): Evaluate {
  if (!source) throw new ExpressionError('is empty', place, source)
  if (source.length > EXPRESSION_MAX) throw new ExpressionError('is too long', place, source)
  let ast: Node
  try {
    ast = parser.parse(source).ast as Node
  } catch (error) {
    const { summary, message } = error as { summary?: string; message: string }
    throw new ExpressionError(`cannot be read: ${summary ?? message.split('\n')[0]}`, place, source)
  }
  return interpret(ast, source, place)
}
