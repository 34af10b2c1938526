import { useState } from 'react'
import {
  ErrorLine,
  IconButton,
  PersonName,
  SelectField,
  call,
  refreshActions,
  t,
  useAction,
  type Paged,
  type Problem,
} from '#web'
import { useNames } from './use-names.ts'
import type { Open } from './use-project.ts'

/** Who hears what becomes of the task; how a guest comes to see it. */
export function Followers({ task, open }: { task: string; open: Open }) {
  const [problem, setProblem] = useState<Problem>()
  const { data } = useAction<Paged<{ id: string; person: string }>>('projects.follower.list', {
    where: { task },
    sort: ['created_at'],
    limit: 100,
  })
  const people = data?.items.map(({ person }) => person) ?? []
  const others = open.members.map(({ person }) => person).filter((one) => !people.includes(one))
  const names = useNames(others)
  const mine = open.role !== 'guest'
  const follow = async (person: string, on: boolean) => {
    const answer = await call('projects.task.follow', { task, person, on })
    setProblem(answer.ok ? undefined : answer.problem)
    refreshActions(['projects.follower'])
  }
  if (people.length === 0 && !mine) return null
  return (
    <section className="section" aria-label={t('Followers')}>
      <h3>{t('Followers')}</h3>
      <ul className="related">
        {people.map((person) => (
          <li key={person} className="row">
            <PersonName id={person} avatar />
            <span className="grow" />
            {mine && (
              <IconButton
                icon="close"
                size={16}
                label={t('Let somebody follow no more')}
                onClick={() => void follow(person, false)}
              />
            )}
          </li>
        ))}
      </ul>
      {mine && others.length > 0 && (
        <SelectField
          label={t('Let somebody follow')}
          hideLabel
          value=""
          empty={t('Let somebody follow…')}
          onChange={(person) => person && void follow(person, true)}
          options={others.map((person) => ({ value: person, label: names.get(person) ?? '…' }))}
        />
      )}
      <ErrorLine problem={problem} />
    </section>
  )
}
