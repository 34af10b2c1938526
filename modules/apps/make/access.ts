import { anyOf, scope, type Access, type Filter } from '#kernel'
import type { EntityDef } from '../manifest/format.ts'

const MINE: Filter = { created_by: '$actor.id' }

/** The maker's choice of who sees and changes records, as rules. */
export function accessOf({ access, fields }: EntityDef, module: string): Access {
  const manager = scope(`${module}.manage`)
  const reach = reachOf(access, module)
  const seen: Record<string, Filter> = {}
  for (const { name, seen_by } of fields)
    if (seen_by) seen[name] = anyOf(manager, scope(`${module}.${seen_by}`))
  const where = reach === true ? true : anyOf(manager, MINE, reach)
  return {
    read: { where, ...(Object.keys(seen).length ? { fields: seen } : {}) },
    create: { check: access.who === 'roles' ? anyOf(manager, reach) : true },
    update: {
      where,
      reason: 'Only those who may see this record may change it.',
    },
    delete: {
      where: anyOf(manager, MINE),
      reason: 'Only who made a record, or who manages the app, deletes it.',
    },
  }
}

function reachOf({ who, roles = [] }: EntityDef['access'], module: string): Filter {
  switch (who) {
    case 'everyone':
      return true
    case 'own':
      return MINE
    case 'department':
      return { created_in: { in: '$actor.subtree' } }
    case 'roles':
      return anyOf(...roles.map((role) => scope(`${module}.${role}`)))
  }
}
