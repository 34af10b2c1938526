import type { Static } from '#kernel'
import type { BoardTask, ProjectView, Seat } from '../entities.ts'

/**
 * What a client holds of one project, and how each event of its stream changes it: the result is what
 * a fresh fetch would answer. Pure, without the server; the browser runs these same lines. Applied
 * twice, an event changes nothing, because `n` remembers how far the stream has been applied.
 */
export interface Held {
  readonly project: Static<typeof ProjectView>
  readonly role: Static<typeof Seat>['role']
  readonly members: readonly Static<typeof Seat>[]
  readonly tasks: readonly Static<typeof BoardTask>[]
  /** The stream's number of the last event applied. */
  readonly n: number
}
/** An event as it travels on the socket, as far as is needed here. */
export interface Happening {
  readonly n?: number | undefined
  readonly e: string
  // oxlint-disable-next-line typescript/no-explicit-any -- payloads by event id; the server has validated them
  readonly d: any
}

/** `me` is the person whose copy this is. */
export function apply(held: Held, { n, e, d }: Happening, me: string): Held {
  if (n === undefined || n <= held.n) return held
  return { ...change(held, e, d, me), n }
}

// oxlint-disable-next-line typescript/no-explicit-any -- see Happening
function change(held: Held, event: string, d: any, me: string): Held {
  switch (event) {
    case 'projects.project.changed':
      return { ...held, project: d.project }
    case 'projects.member.joined':
      return { ...held, members: [...held.members, ...d.members] }
    case 'projects.member.left':
      return { ...held, members: held.members.filter(({ person }) => !d.people.includes(person)) }
    case 'projects.member.changed':
      return {
        ...held,
        role: d.person === me ? d.role : held.role,
        members: held.members.map((seat) =>
          seat.person === d.person ? { ...seat, role: d.role } : seat,
        ),
      }
    case 'projects.task.created':
    case 'projects.task.changed':
      return { ...held, tasks: inOrder([...held.tasks.filter(({ id }) => id !== d.id), d.task]) }
    case 'projects.task.deleted':
      return { ...held, tasks: held.tasks.filter(({ id }) => id !== d.id) }
    case 'projects.task.commented':
      return { ...held, tasks: counted(held.tasks, d.id, 1) }
    case 'projects.comment.deleted':
      return { ...held, tasks: counted(held.tasks, d.id, -1) }
    default:
      return held
  }
}

const counted = (tasks: Held['tasks'], id: string, by: number): Held['tasks'] =>
  tasks.map((task) => (task.id === id ? { ...task, comments: task.comments + by } : task))

/** As the server sorts: by position, byte by byte, then by id. */
export const inOrder = <R extends { position: string; id: string }>(tasks: readonly R[]): R[] =>
  tasks.toSorted((a, b) => compare(a.position, b.position) || compare(a.id, b.id))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
