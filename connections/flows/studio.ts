import { listEvents } from './actions/event.list.ts'
import { evaluateExpression } from './actions/expression.evaluate.ts'
import { checkFlow } from './actions/flow.check.ts'
import { tryFlow } from './actions/flow.try.ts'
import { listKinds } from './actions/kind.list.ts'
import { groupErrors } from './actions/run.errors.ts'
import { lookAtRun } from './actions/run.look.ts'
import { recentRuns } from './actions/run.recent.ts'

/** What the studio asks; none of it changes anything. */
export const studioActions = [
  listKinds,
  listEvents,
  checkFlow,
  tryFlow,
  evaluateExpression,
  lookAtRun,
  recentRuns,
  groupErrors,
]
