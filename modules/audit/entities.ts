import { defineEntity, recordFields, scope, T } from '#kernel'

/** What was done or refused, as the kernel journalled it. Nobody writes here. */
export const Entry = defineEntity({
  id: 'audit.entry',
  title: 'Log entry',
  label: 'action',
  scope: 'audit.read',
  fields: {
    at: T.Time({ title: 'When' }),
    actor: T.String({ title: 'Who' }),
    actor_kind: T.String({ title: 'Kind' }),
    on_behalf_of: T.Optional(T.String({ title: 'On behalf of' })),
    action: T.String({ title: 'What' }),
    subject: T.Optional(T.String({ title: 'Record' })),
    outcome: T.String({ title: 'Outcome' }),
    door: T.String({ title: 'Door' }),
    session: T.Optional(T.String({ title: 'Session' })),
    address: T.Optional(T.String({ title: 'Address' })),
    input: T.Optional(T.Json({ title: 'Input' })),
    changes: T.Optional(T.Json({ title: 'Changes' })),
  },
  access: { read: { where: scope('audit.read') } },
  actions: ['get'],
})

/** As a list shows it: with the name and title that people know. */
export const EntryView = T.Object({
  ...recordFields,
  ...Entry.fields,
  actor_name: T.Optional(T.String()),
  title: T.Optional(T.String()),
})
