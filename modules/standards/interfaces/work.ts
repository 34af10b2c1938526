import { T } from '#kernel'
import { id, maybe, name, standard, text } from './shape.ts'

export const task = standard('work.task', {
  title: 'Task',
  description: 'Something to do, by somebody, until some day.',
  fields: {
    title: name('Title'),
    description: maybe(text('Description', 10_000)),
    assignee: maybe(text('Assignee')),
    due_on: maybe(T.Day({ title: 'Due on' })),
    status: maybe(text('Status', 60)),
  },
  told: ['created', 'updated', 'completed'],
})

export const message = standard('talk.message', {
  title: 'Message',
  description: 'Something said in a conversation.',
  fields: {
    conversation: id(),
    text: text('Text', 10_000),
    sender: maybe(text('From')),
    sent_at: maybe(T.Time({ title: 'Sent' })),
  },
  verbs: ['list'],
  told: ['sent'],
  more: {
    send: {
      title: 'Send a message',
      description: 'Says a text in a conversation.',
      input: { conversation: id(), text: text('Text', 10_000) },
      output: { id: id() },
    },
  },
})

export const document = standard('docs.document', {
  title: 'Document',
  description: 'A text that people write together.',
  fields: {
    title: name('Title'),
    markdown: maybe(T.String({ maxLength: 1_000_000, title: 'Text as Markdown' })),
    folder: maybe(text('Folder')),
  },
})
