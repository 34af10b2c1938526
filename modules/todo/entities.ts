import { defineEntity, recordFields, ref, T } from '#kernel'

export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const

/** One thing that one person has to do. Modules feed the list; what nobody else fed is the person's own. */
export const Item = defineEntity({
  id: 'todo.item',
  title: 'To-do',
  label: 'title',
  search: ['title'],
  scope: 'todo.use',
  fields: {
    person: ref('directory.person', { title: 'For' }),
    title: T.String({ title: 'Title', minLength: 1, maxLength: 300 }),
    /** The module that put it here; `todo` for a person's own. */
    source: T.String({ title: 'From', maxLength: 60, readOnly: true }),
    /** The source's own name for it: putting the same key again changes the same to-do. */
    key: T.String({ title: 'Key', maxLength: 200, readOnly: true }),
    entity: T.Optional(T.String({ title: 'Entity', maxLength: 100 })),
    record: T.Optional(T.Id({ title: 'Record' })),
    card: T.Optional(T.Id({ title: 'Card' })),
    link: T.Optional(T.String({ title: 'Link', maxLength: 500 })),
    due_on: T.Optional(T.Day({ title: 'Due' })),
    priority: T.Enum(PRIORITIES, { title: 'Priority' }),
    /** Day, then priority; what has no day comes last. */
    sort_key: T.String({ title: 'Order', readOnly: true }),
    state: T.Enum(['open', 'done', 'dropped'], { title: 'State' }),
    settled_at: T.Optional(T.Time({ title: 'Settled', readOnly: true })),
    /** What ticks it off: an action of the source, run as the person whose to-do it is. */
    action: T.Optional(T.String({ title: 'Ticked off by', maxLength: 100 })),
    input: T.Optional(T.Json({ title: 'Input' })),
  },
  access: {
    read: { where: { person: '$actor.id' } },
    create: { check: { person: '$actor.id', source: 'todo' } },
    update: {
      where: { person: '$actor.id', source: 'todo' },
      check: { person: '$actor.id' },
      reason: 'This to-do follows the record that it came from; change it there.',
    },
    delete: {
      where: { person: '$actor.id', source: 'todo' },
      reason: 'This to-do follows the record that it came from; change it there.',
    },
  },
  actions: ['get'],
})

export const ItemView = T.Object({ ...recordFields, ...Item.fields })
