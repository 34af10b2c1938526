import { defineEvent, T } from '#kernel'

export const implementationChosen = defineEvent({
  id: 'standards.binding.chosen',
  title: 'Another implementation was chosen',
  payload: T.Object({ interface: T.String(), module: T.String() }),
})
export const conformanceTested = defineEvent({
  id: 'standards.badge.given',
  title: 'Conformance was tested',
  payload: T.Object({ interface: T.String(), module: T.String(), passed: T.Boolean() }),
})
