import type { PollSpec } from '#kernel'
import type { Trigger } from '../definition.ts'

type Poll = Extract<Trigger, { kind: 'poll' }>

/** What a poll of an action is told, from what the action itself says of how it is polled. */
export function pollOf(
  action: { readonly id: string; readonly poll: PollSpec },
  everyMs: number,
): Poll {
  const { since, items, key, next, grows } = action.poll
  const named = key.map((name) => `item.${name}`)
  return {
    kind: 'poll',
    action: action.id,
    everyMs,
    input: since === undefined ? {} : { [since]: '{{ cursor }}' },
    items: `{{ output.${items} }}`,
    key: named.length === 1 ? `{{ ${named[0]} }}` : `{{ join([${named.join(', ')}], "/") }}`,
    ...(next === undefined ? {} : { cursor: `{{ output.${next} }}` }),
    ...(grows === undefined
      ? {}
      : { cursor: `{{ size(items) > 0 ? max(items.map(i, i.${grows})) : cursor }}` }),
  }
}
