import { defineAction, T } from '#kernel'
import { templates } from '../templates.ts'

const Words = T.Object({ en: T.String(), zh: T.String() })

export const listTemplates = defineAction({
  id: 'projects.template.list',
  kind: 'query',
  effect: 'local',
  title: 'List project templates',
  description: 'What a new project may begin with.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    items: T.Array(
      T.Object({ id: T.String(), title: Words, description: Words, states: T.Array(Words) }),
    ),
  }),
  scope: 'projects.use',
}).run(async () => ({
  items: templates.map(({ id, title, description, states }) => ({
    id,
    title,
    description,
    states: states.map(({ name }) => name),
  })),
}))
