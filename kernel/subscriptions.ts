import { defineAction, type AnyAction } from './define.ts'
import type { Registry } from './registry.ts'
import { T } from './schema.ts'

const made = new WeakMap<Registry, Map<string, AnyAction>>()

/** A subscription's handler as an inner command, so that it too goes through the one pipeline. */
export function subscriptionAction(registry: Registry, id: string): AnyAction {
  const actions = made.get(registry) ?? new Map<string, AnyAction>()
  made.set(registry, actions)
  let action = actions.get(id)
  if (!action) {
    const subscription = registry.subscriptions.get(id)
    if (!subscription) throw new Error(`there is no subscription ${id}`)
    const module = registry.moduleOf(id)
    action = {
      ...defineAction({
        id,
        kind: 'command',
        effect: 'local',
        title: `On ${subscription.on.title}`,
        description: `Runs when ${subscription.on.id} happened.`,
        input: T.Json(),
        output: T.Null(),
        emits: module.events ?? [],
        silent: 'what it does is journalled by what it calls',
        scope: 'member',
        internal: true,
      }).run(async (event, ctx) => {
        await subscription.handler(event as never, ctx)
        return null
      }),
    }
    actions.set(id, action)
  }
  return action
}
