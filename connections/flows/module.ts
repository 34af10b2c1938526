import { defineModule } from '#kernel'
import { listEvents } from './actions/event.list.ts'
import { evaluateExpression } from './actions/expression.evaluate.ts'
import { checkFlow } from './actions/flow.check.ts'
import { tryFlow } from './actions/flow.try.ts'
import { listKinds } from './actions/kind.list.ts'
import { groupErrors } from './actions/run.errors.ts'
import { lookAtRun } from './actions/run.look.ts'
import { recentRuns } from './actions/run.recent.ts'
import { createFlow } from './actions/flow.create.ts'
import { deleteFlow } from './actions/flow.delete.ts'
import { diffFlow } from './actions/flow.diff.ts'
import { disableFlow } from './actions/flow.disable.ts'
import { enableFlow } from './actions/flow.enable.ts'
import { exportFlow } from './actions/flow.export.ts'
import { handOverFlow } from './actions/flow.hand_over.ts'
import { updateFlow } from './actions/flow.update.ts'
import { receiveHook } from './actions/hook.receive.ts'
import { httpSend } from './actions/http.send.ts'
import { answerQuestion } from './actions/question.answer.ts'
import { faceOfQuestion } from './actions/question.face.ts'
import { openQuestion } from './actions/question.open.ts'
import { cancelRun } from './actions/run.cancel.ts'
import { getRun } from './actions/run.get.ts'
import { replayRuns } from './actions/run.replay.ts'
import { retryRun } from './actions/run.retry.ts'
import { startRun } from './actions/run.start.ts'
import { questionCard } from './cards.ts'
import { start } from './engines.ts'
import { Asked, Flow, Question, Run, Version } from './entities.ts'
import { flowChanged, questionAnswered, runsWoken } from './events.ts'
import { hooksMount } from './hooks.ts'
import { pages } from './pages.ts'
import { Settings } from './settings.ts'
import { subscriptions } from './subscriptions.ts'

export default defineModule({
  id: 'flows',
  title: 'Flows',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'identity', 'chat', 'cards', 'notify', 'standards', 'vault'],
  entities: [Flow, Version, Run, Question, Asked],
  events: [flowChanged, runsWoken, questionAnswered],
  actions: [
    createFlow,
    deleteFlow,
    diffFlow,
    disableFlow,
    enableFlow,
    exportFlow,
    handOverFlow,
    updateFlow,
    receiveHook,
    httpSend,
    answerQuestion,
    faceOfQuestion,
    openQuestion,
    cancelRun,
    getRun,
    replayRuns,
    retryRun,
    startRun,
    listKinds,
    listEvents,
    checkFlow,
    tryFlow,
    evaluateExpression,
    lookAtRun,
    recentRuns,
    groupErrors,
  ],
  cards: [questionCard],
  pages,
  subscriptions,
  mounts: [hooksMount()],
  settings: Settings,
  /** A decision's card is posted by the module: whose flow it is need not be in the group. */
  acts: ['chat.use'],
  scopes: {
    'flows.use': { title: 'Use flows', roles: ['member'] },
    'flows.make': { title: 'Make flows', roles: ['member'] },
    'flows.admin': { title: 'See and keep every flow', roles: [] },
  },
  start,
})
