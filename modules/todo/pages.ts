import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'todo.items',
    path: '/todo',
    title: 'To-dos',
    icon: 'task',
    component: 'todo',
    rail: 50,
    scope: 'todo.use',
  }),
]
