import { allOf, anyOf, scope, type Access, type Filter } from '#kernel'
import type { EntityDef } from '../manifest/format.ts'

const MINE: Filter = { created_by: '$actor.id' }

/**
 * The maker's choice of who sees and changes records, as rules. While nobody is named in the app's rights
 * (`open`), whoever sees a record changes it and deletes his own; else each of it is a right of its own.
 */
export function accessOf({ access, fields }: EntityDef, module: string, open: boolean): Access {
  const manager = scope(`${module}.manage`)
  const reach = reachOf(access, module)
  const seen: Record<string, Filter> = {}
  for (const { name, seen_by } of fields)
    if (seen_by) seen[name] = anyOf(manager, scope(`${module}.${seen_by}`))
  const where = reach === true ? true : anyOf(manager, MINE, reach)
  const holding = (right: string, rule: Filter): Filter =>
    open ? rule : anyOf(manager, allOf(scope(`${module}.${right}`), rule))
  return {
    read: { where: holding('use', where), ...(Object.keys(seen).length ? { fields: seen } : {}) },
    create: { check: holding('add', access.who === 'roles' ? anyOf(manager, reach) : true) },
    update: {
      where: holding('change', where),
      reason: open
        ? 'Only those who may see this record may change it.'
        : 'Only who holds the right to change records of this app may do this.',
    },
    delete: {
      where: open ? anyOf(manager, MINE) : holding('delete', where),
      reason: open
        ? 'Only who made a record, or who manages the app, deletes it.'
        : 'Only who holds the right to delete records of this app may do this.',
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
