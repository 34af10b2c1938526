import { defineEntity, scope, T } from '#kernel'

const INTERFACE = { pattern: '^[a-z]+\\.[a-z]+@[0-9]{1,3}$', title: 'Standard' }

const forAll = {
  read: { where: scope('standards.read') },
  create: { check: scope('standards.manage') },
  update: { where: scope('standards.manage'), reason: 'Only an administrator chooses.' },
}

/** Which implementation an organisation uses where a flow names only the standard. */
export const Binding = defineEntity({
  id: 'standards.binding',
  title: 'Chosen implementation',
  fields: {
    interface: T.String(INTERFACE),
    module: T.String({ maxLength: 60, title: 'Module' }),
  },
  access: forAll,
  actions: ['list'],
  scope: 'standards.read',
  label: 'interface',
})

/** What the conformance suite found when it was last run against a module. */
export const Badge = defineEntity({
  id: 'standards.badge',
  title: 'Conformance',
  fields: {
    interface: T.String(INTERFACE),
    module: T.String({ maxLength: 60, title: 'Module' }),
    module_version: T.Integer({ title: 'Version' }),
    passed: T.Boolean({ title: 'Passed' }),
    wrote: T.Boolean({ title: 'With writing' }),
    tested_at: T.Time({ title: 'Tested' }),
    findings: T.Json({ title: 'Findings' }),
  },
  access: forAll,
  actions: ['list'],
  scope: 'standards.read',
  label: 'interface',
})
