import { anyOf, defineEntity, ref, scope, T } from '#kernel'

const names = T.Array(T.String({ maxLength: 80 }), { maxItems: 100 })

/** A table, board or calendar as somebody set it: his own, or for everyone to choose. */
export const SavedView = defineEntity({
  id: 'directory.view',
  title: 'Saved view',
  fields: {
    page: T.String({ minLength: 1, maxLength: 100, title: 'Page' }),
    name: T.String({ minLength: 1, maxLength: 60, title: 'Name' }),
    owner: ref('directory.person', { title: 'Owner' }),
    shared: T.Boolean({ title: 'For everyone' }),
    setting: T.Object(
      {
        kind: T.Optional(T.String({ maxLength: 20 })),
        columns: T.Optional(names),
        widths: T.Optional(
          T.Record(T.String({ maxLength: 80 }), T.Integer(), { maxProperties: 100 }),
        ),
        sort: T.Optional(T.String({ maxLength: 81 })),
        group: T.Optional(T.String({ maxLength: 80 })),
        frozen: T.Optional(T.Integer({ minimum: 0, maximum: 20 })),
        filter: T.Optional(T.Json()),
      },
      { title: 'Setting', additionalProperties: false },
    ),
  },
  access: {
    read: { where: anyOf({ owner: '$actor.id' }, { shared: true }) },
    create: { check: { owner: '$actor.id' }, reason: 'A view belongs to who saves it.' },
    update: {
      where: anyOf({ owner: '$actor.id' }, scope('directory.manage')),
      fields: ['name', 'shared', 'setting'],
      reason: 'Only its owner changes a view; save it under another name.',
    },
    delete: {
      where: anyOf({ owner: '$actor.id' }, scope('directory.manage')),
      reason: 'Only its owner deletes a view.',
    },
  },
  actions: ['get', 'list', 'create', 'update', 'delete'],
  scope: 'directory.read',
  label: 'name',
})
