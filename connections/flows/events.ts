import { defineEvent, T } from '#kernel'

export const flowChanged = defineEvent({
  id: 'flows.flow.changed',
  title: 'Flow changed',
  payload: T.Object({ flow: T.Id(), state: T.String(), version: T.Integer() }),
})

/** Runs were asked for or woken: every node looks. */
export const runsWoken = defineEvent({
  id: 'flows.run.woken',
  title: 'Runs have work to do',
  payload: T.Object({ runs: T.Array(T.Id(), { maxItems: 100 }) }),
})

export const questionAnswered = defineEvent({
  id: 'flows.question.answered',
  title: 'Decision answered',
  payload: T.Object({ question: T.Id(), status: T.String(), choice: T.Optional(T.String()) }),
})
