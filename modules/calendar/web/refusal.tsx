import { t, type Problem } from '#web'
import { clockOf, dayOf } from './days.ts'

/** Which room is taken when: the refusal says it in its details. */
export function ErrorWords({ problem }: { problem: Problem }) {
  const taken = problem['taken'] as { name: string; starts_at: string }[] | undefined
  if (problem.code !== 'roomTaken' || !taken) return null
  return (
    <p className="field-error" role="alert">
      {taken
        .map(({ name, starts_at }) =>
          t('{room} is taken on {at}', {
            room: name,
            at: `${dayOf(new Date(starts_at))} ${clockOf(starts_at)}`,
          }),
        )
        .join(' · ')}
    </p>
  )
}
