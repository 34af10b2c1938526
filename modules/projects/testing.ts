import type { Cast, Voice } from '#kernel/testing'
import { createConversation } from '#modules/chat'
import { addToProject } from './actions/member.add.ts'
import { createProject } from './actions/project.create.ts'

let made = 0

/** A project of its own for a test: liu leads, tang is a member, song a guest; feng is only in its group. */
export async function stageProject(
  as: Cast,
  options: {
    template?: 'simple' | 'software' | 'launch' | 'event' | 'hiring'
    group?: boolean
  } = {},
): Promise<{
  project: string
  conversation: string
  liu: Voice
  tang: Voice
  song: Voice
  feng: Voice
}> {
  const [liu, tang, song, feng] = [as['liu']!, as['tang']!, as['song']!, as['feng']!]
  const { conversation } = await liu.call(createConversation, {
    kind: 'group',
    name: `群 ${made}`,
    people: [tang.id, feng.id],
  })
  const { id: project } = await liu.call(createProject, {
    name: `试车 ${made}`,
    key: `TS${made++}`,
    template: options.template ?? 'simple',
    people: [tang.id],
    ...(options.group === false
      ? { group: 'none' as const }
      : { group: 'chosen' as const, conversation: conversation.id }),
  })
  await liu.call(addToProject, { project, people: [song.id], role: 'guest' })
  return { project, conversation: conversation.id, liu, tang, song, feng }
}
