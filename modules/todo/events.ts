import { defineEvent, T } from '#kernel'
import { ItemView } from './entities.ts'

/** On the stream of the person whose list it is. Applied twice it changes nothing: the newest `rev` holds. */
export const itemChanged = defineEvent({
  id: 'todo.item.changed',
  title: 'To-do changed',
  payload: T.Object({ item: ItemView }),
})

/** It is somebody else's now, or was deleted. */
export const itemRemoved = defineEvent({
  id: 'todo.item.removed',
  title: 'To-do removed',
  payload: T.Object({ item: T.Id() }),
})
