import { T, defineEvent } from '#kernel'

const person = T.Id()

export const personJoined = defineEvent({
  id: 'directory.person.joined',
  title: 'Person joined',
  payload: T.Object({ person, name: T.String(), rejoined: T.Optional(T.Boolean()) }),
})
export const personChanged = defineEvent({
  id: 'directory.person.changed',
  title: 'Person changed',
  payload: T.Object({ person, fields: T.Array(T.String()) }),
})
export const personLeft = defineEvent({
  id: 'directory.person.left',
  title: 'Person left',
  payload: T.Object({
    person,
    name: T.String(),
    account: T.Optional(T.Id()),
    /** Who takes over: the successor, or the manager. */
    heir: T.Optional(T.Id()),
  }),
})
/** What decides a person's rights has changed: departments, groups. */
export const personPlaced = defineEvent({
  id: 'directory.person.placed',
  title: "Person's departments or groups changed",
  payload: T.Object({ person }),
})

export const departmentCreated = defineEvent({
  id: 'directory.department.created',
  title: 'Department created',
  payload: T.Object({ department: T.Id(), name: T.String() }),
})
export const departmentChanged = defineEvent({
  id: 'directory.department.changed',
  title: 'Department changed',
  payload: T.Object({ department: T.Id(), fields: T.Array(T.String()) }),
})
/** The tree changed: everyone's closure of departments has to be read again. */
export const departmentMoved = defineEvent({
  id: 'directory.department.moved',
  title: 'Department moved',
  payload: T.Object({ department: T.Id(), parent: T.Optional(T.Id()) }),
})
export const departmentDeleted = defineEvent({
  id: 'directory.department.deleted',
  title: 'Department deleted',
  payload: T.Object({ department: T.Id(), name: T.String() }),
})

export const fieldDefined = defineEvent({
  id: 'directory.field.defined',
  title: 'Custom field defined',
  payload: T.Object({ field: T.Id(), key: T.String() }),
})
export const fieldDeleted = defineEvent({
  id: 'directory.field.deleted',
  title: 'Custom field deleted',
  payload: T.Object({ field: T.Id(), key: T.String() }),
})
export const importFinished = defineEvent({
  id: 'directory.import.finished',
  title: 'Import finished',
  payload: T.Object({
    import: T.Id(),
    created: T.Integer(),
    updated: T.Integer(),
    unchanged: T.Integer(),
  }),
})
export const importCancelled = defineEvent({
  id: 'directory.import.cancelled',
  title: 'Import cancelled and undone',
  payload: T.Object({ import: T.Id() }),
})

export const events = [
  personJoined,
  personChanged,
  personLeft,
  personPlaced,
  departmentCreated,
  departmentChanged,
  departmentMoved,
  departmentDeleted,
  fieldDefined,
  fieldDeleted,
  importFinished,
  importCancelled,
]
