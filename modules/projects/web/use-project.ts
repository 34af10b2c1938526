import { useEffect, useMemo, useState } from 'react'
import {
  Refusal,
  fetchAction,
  listen,
  refreshActions,
  useCatalog,
  type Problem,
  type StreamEvent,
} from '#web'
import { apply, type Held } from './apply.ts'
import type { Project, Role, Task } from './types.ts'

export interface Open {
  project: Project
  role: Role
  members: { person: string; role: Role }[]
  tasks: Task[]
}

/**
 * A project held live: fetched once, then kept by its stream's events, by the very lines that the server
 * tests against a fresh fetch. A guest may not join the stream and fetches anew when told.
 */
export function useProject(id: string): {
  open: Open | undefined
  problem: Problem | undefined
  reload: () => void
} {
  const me = useCatalog().actor.id
  const [held, setHeld] = useState<Held>()
  const [problem, setProblem] = useState<Problem>()
  const keeper = useMemo(() => keep(id, me, setHeld, setProblem), [id, me])
  useEffect(() => keeper.start(), [keeper])
  return {
    open: held as unknown as Open | undefined,
    problem: held ? undefined : problem,
    reload: keeper.reload,
  }
}

function keep(
  id: string,
  me: string,
  show: (held: Held | undefined) => void,
  refuse: (problem: Problem) => void,
) {
  let held: Held | undefined
  let heard = 0
  let loading = false
  let again = false
  let over = false

  async function load(): Promise<void> {
    if (loading) {
      again = true
      return
    }
    loading = true
    // What happens meanwhile may or may not be in the answer: then it is asked once more.
    do {
      again = false
      try {
        const board = await fetchAction<Omit<Held, 'n'>>('projects.project.board', { project: id })
        held = { ...board, n: heard }
      } catch (error) {
        if (error instanceof Refusal && !over) refuse(error.problem)
      }
    } while (again && !over)
    loading = false
    if (!over && held) show(held)
  }

  const onEvent = ({ n = 0, e, d }: StreamEvent) => {
    heard = Math.max(heard, n)
    if (loading) again = true
    else if (held) show((held = apply(held, { n, e, d }, me)))
    if (e.startsWith('projects.task.') || e.startsWith('projects.comment.'))
      refreshActions(['projects.task', 'projects.comment', 'projects.follower'])
  }

  return {
    reload: () => void load(),
    start() {
      over = false
      const reload = () => void load()
      const leave = [
        listen(`projects.project:${id}`, { onEvent, onReset: reload, onDenied: reload }),
        listen(`person:${me}`, {
          onEvent: ({ e, d }) => {
            if (e !== 'projects.task.hinted' || d.project !== id) return
            refreshActions(['projects.task', 'projects.comment'])
            reload()
          },
          onReset: reload,
        }),
      ]
      reload()
      return () => {
        over = true
        for (const stop of leave) stop()
      }
    },
  }
}
