import { moduleActor } from '#kernel'
import { openQuestion } from './actions/question.open.ts'
import { Suspended } from './classify.ts'
import type { Walk } from './walk.ts'

/**
 * The server stopped between saying that it would and knowing that it had. Nothing can find out by
 * itself, so the owner is asked; the run waits for as long as it takes.
 */
export async function askOwner(
  walked: Walk,
  path: string,
  step: string,
): Promise<'happened' | 'again' | 'stop'> {
  const { journal, claim, kernel, program } = walked
  const place = `${path}/~sure`
  const row = journal.at(place)
  if (row?.state === 'done')
    return ((row.output as { choice?: string }).choice ?? 'stop') as 'happened' | 'again' | 'stop'
  if (row?.state !== 'open') {
    const input = {
      run: claim.id,
      path: place,
      people: [claim.owner],
      title: `Did it happen? ${program.flow.title}: ${step}`.slice(0, 200),
      text: 'The server stopped in the midst of this step. Please look at the other side and say whether it happened.',
      kind: 'sure' as const,
      need: 1,
    }
    const actor = moduleActor('flows', claim.org, ['flows.use', 'flows.admin'], claim.owner)
    await kernel.call(openQuestion, input, actor, {
      door: 'module',
      after: async (session) => {
        if (
          !(await journal.writeIn(session.sql, {
            path: place,
            kind: 'ask',
            state: 'open',
            attempt: 1,
          }))
        )
          throw new Error('the run is no longer ours')
      },
    })
  }
  throw new Suspended()
}
