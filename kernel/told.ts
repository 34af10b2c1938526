import { newId } from './id.ts'
import type { Revocation, StreamEvent } from './kernel.ts'
import type { Unit } from './unit.ts'

/**
 * What every node must hear of and no stream carries: rights, settings and definitions that changed.
 * Written into the log of the same transaction, so that losing a wake-up loses nothing.
 */
export type Told =
  | { readonly type: 'kernel.revoked'; readonly payload: Revocation }
  | { readonly type: 'kernel.settings'; readonly payload: { readonly org: string } }
  | { readonly type: 'kernel.rebuilt'; readonly payload: { readonly org: string } }

export const isTold = (event: StreamEvent): event is StreamEvent & Told =>
  event.type.startsWith('kernel.')

/** Everything in a unit that the kernel itself acts upon after commit, here and on other nodes. */
export function toldBy({ revocations, audits, rebuilds }: Unit): Told[] {
  const settings = audits.filter(({ action }) => action.id.endsWith('.settings.update'))
  return [
    ...revocations.map((payload) => ({ type: 'kernel.revoked', payload }) as const),
    ...settings.map(({ org }) => ({ type: 'kernel.settings', payload: { org } }) as const),
    ...[...rebuilds].map((org) => ({ type: 'kernel.rebuilt', payload: { org } }) as const),
  ]
}

export function noteTold(unit: Unit, told: readonly Told[], org: string): void {
  for (const { type, payload } of told)
    unit.events.push({ id: newId(), org, type, actor: 'kernel', payload, options: {} })
}

/** Changed records that somebody watches, as events of the same transaction. */
export function noteChanges(unit: Unit, watched: (org: string, entity: string) => boolean): void {
  for (const { org, actor, changes } of unit.audits)
    for (const { entity, id, op, after } of changes)
      if (watched(org, entity)) {
        const payload = { entity, id, op, fields: Object.keys(after ?? {}) }
        const by = actor.id || actor.kind
        unit.events.push({
          id: newId(),
          org,
          type: 'record.changed',
          actor: by,
          payload,
          options: {},
        })
      }
}
