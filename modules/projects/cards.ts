import { button, defineCard, facts, heading, text, when } from '#kernel'
import { completeTask } from './actions/task.complete.ts'
import { faceOfTask } from './actions/task.face.ts'
import { takeTask } from './actions/task.take.ts'
import { taskChanged } from './events.ts'

/** One per task, in its project's group; whoever is not of the project is refused by the buttons. */
export const taskCard = defineCard({
  id: 'projects.task.card',
  title: 'Task',
  version: 1,
  load: faceOfTask,
  subject: 'task',
  summary: (data) => ({ text: [data.key, ' ', data.title, ': ', data.state] }),
  refreshOn: [{ event: taskChanged, subject: 'id' }],
  forward: 'live',
}).view((data) => [
  heading({ text: [data.key, ' ', data.title] }, data.state, data.category),
  text(data.project.name),
  when(data.assignee, undefined, facts({ label: 'Assignee', value: data.assignee, as: 'person' })),
  when(data.due_on, undefined, facts({ label: 'Due', value: data.due_on })),
  when(data.priority, undefined, { kind: 'tag', text: data.priority }),
  {
    kind: 'progress',
    value: { path: 'checked' },
    max: { path: 'checks' },
    when: { path: 'checks' },
  },
  when(
    data.open,
    undefined,
    button('complete', 'Complete', completeTask, { task: data.id }, { tone: 'primary' }),
  ),
  when(data.free, undefined, button('take', 'Take it', takeTask, { task: data.id })),
  {
    kind: 'link',
    text: 'Open the task',
    to: { text: ['/projects/', { path: 'project.id' }, '/board/', { path: 'id' }] },
  },
])
