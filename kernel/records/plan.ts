import type { Entity } from '../define.ts'
import type { Plan } from './column.ts'
import { nativePlan } from './plan-native.ts'
import { sharedPlan } from './plan-shared.ts'

export * from './column.ts'

const plans = new WeakMap<Entity, Plan>()

/** Where the records of an entity lie: its own table, one column per field, or the shared one. */
export function planOf(entity: Entity): Plan {
  let plan = plans.get(entity)
  if (!plan) {
    plan = entity.layout === 'shared' ? sharedPlan(entity) : nativePlan(entity)
    plans.set(entity, plan)
  }
  return plan
}
