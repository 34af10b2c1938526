import type { Sample, World } from '#kernel/world'
import { blockTask } from './actions/task.block.ts'
import { createComment } from './actions/comment.create.ts'
import { createProject } from './actions/project.create.ts'
import { importTasks } from './actions/task.import.ts'
import { addToProject } from './actions/member.add.ts'
import { updateProject } from './actions/project.update.ts'
import { getBoard } from './actions/project.board.ts'
import { names, projects, type SampleProject } from './sample.ts'

/** Two living projects of 远山自行车; `projects.project.<key>` in the world's ids. */
export const sample: Sample = {
  order: 70,
  async plant(world) {
    for (const project of projects) await plant(world, project)
  },
  async welcome(world, person) {
    const [{ key, lead }] = projects as [SampleProject]
    const project = world.ids[`projects.project.${key.toLowerCase()}`]!
    await world.call(lead, addToProject, { project, people: [person] })
  },
}

async function plant(world: World, sample: SampleProject): Promise<void> {
  const { lead } = sample
  const idOf = (who: string) => world.people[who]!
  const { id: project } = await world.call(lead, createProject, {
    name: sample.name,
    key: sample.key,
    template: sample.template,
    language: sample.language,
    first_tasks: false,
    description: sample.description,
    people: sample.members.map(idOf),
    ...(sample.group
      ? {
          group: 'chosen' as const,
          conversation: world.ids[`chat.conversation.${sample.group}`]!,
        }
      : { group: 'new' as const }),
  })
  world.ids[`projects.project.${sample.key.toLowerCase()}`] = project
  await world.call(lead, addToProject, {
    project,
    people: sample.guests.map(idOf),
    role: 'guest',
  })
  if (sample.fields) await world.call(lead, updateProject, { project, fields: [...sample.fields] })
  await world.call(lead, importTasks, { project, text: csvOf(sample) })
  const { tasks } = await world.call(lead, getBoard, { project })
  const task = (title: string) => tasks.find((each) => each.title === title)!.id
  for (const [waits, by] of sample.waits)
    await world.call(lead, blockTask, { task: task(waits), by: task(by) })
  for (const [who, title, text] of sample.comments)
    await world.call(who, createComment, { task: task(title), text })
}

/** Days count from today, so that the world is as fresh whenever it is planted. */
function csvOf({ tasks }: SampleProject): string {
  const today = Date.now()
  const day = (from: number | undefined) =>
    from === undefined ? '' : new Date(today + from * 86_400_000).toISOString().slice(0, 10)
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
  const isDone = (state: string) => state === '已完成' || state === 'Released'
  const rows = tasks.map(([title, state, who, start, due, more = {}], index) =>
    [
      quote(title),
      state,
      who ? names[who]! : '',
      more.priority ?? '',
      day(start),
      day(due),
      more.hours ?? '',
      quote((more.labels ?? []).join(',')),
      // Planned in two goes, one a good while ago.
      day(Math.min(-2, index < tasks.length * 0.6 ? -62 : (start ?? 0) - 30)),
      isDone(state) ? day(due) : '',
    ].join(','),
  )
  return ['title,state,assignee,priority,start,due,estimate,labels,created,done', ...rows].join(
    '\n',
  )
}
