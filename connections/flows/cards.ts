import { button, defineCard, facts, heading, text, when } from '#kernel'
import { answerQuestion } from './actions/question.answer.ts'
import { faceOfQuestion } from './actions/question.face.ts'
import { questionAnswered } from './events.ts'

/** A decision that a flow asks; the same buttons on every door. */
export const questionCard = defineCard({
  id: 'flows.question.card',
  title: 'Decision',
  version: 1,
  load: faceOfQuestion,
  subject: 'question',
  summary: (data) => data.title,
  refreshOn: [{ event: questionAnswered, subject: 'question' }],
  forward: 'live',
}).view((data) => [
  heading(data.title, data.status, data.status),
  when(data.text, undefined, text(data.text)),
  when(data.answers, undefined, facts({ label: 'Answers', value: data.answers })),
  when(data.decision, undefined, facts({ label: 'Decision', value: data.decision })),
  when(
    data.asks,
    undefined,
    button(
      'approve',
      'Approve',
      answerQuestion,
      { question: data.id, choice: 'approve' },
      { tone: 'primary', ask: ['comment'] },
    ),
    button(
      'reject',
      'Reject',
      answerQuestion,
      { question: data.id, choice: 'reject' },
      { tone: 'danger', ask: ['comment'] },
    ),
  ),
  when(
    data.unsure,
    undefined,
    button('happened', 'It happened', answerQuestion, { question: data.id, choice: 'happened' }),
    button('again', 'It did not: do it now', answerQuestion, {
      question: data.id,
      choice: 'again',
    }),
    button(
      'stop',
      'Stop the run',
      answerQuestion,
      { question: data.id, choice: 'stop' },
      { tone: 'danger' },
    ),
  ),
])
