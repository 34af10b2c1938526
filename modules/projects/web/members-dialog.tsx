import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  IconButton,
  PersonName,
  PersonPicker,
  SelectField,
  call,
  t,
  told,
  useCatalog,
  type Problem,
} from '#web'
import type { Role } from './types.ts'
import type { Open } from './use-project.ts'

/** Who is in the project, and as what. Leads change it. */
export function MembersDialog({ open, onClose }: { open: Open; onClose: () => void }) {
  const { actor } = useCatalog()
  const [people, setPeople] = useState<string[]>([])
  const [role, setRole] = useState<Role>('member')
  const [problem, setProblem] = useState<Problem>()
  const lead = open.role === 'lead'
  const project = open.project.id
  const roles = [
    { value: 'lead', label: t('Lead') },
    { value: 'member', label: t('Member') },
    { value: 'guest', label: t('Guest') },
  ]
  const run = async <V,>(action: string, input: object): Promise<V | undefined> => {
    const answer = await call<V>(action, { project, ...input })
    setProblem(answer.ok ? undefined : answer.problem)
    return answer.ok ? answer.value : undefined
  }
  const remove = async (person: string) => {
    const gone = await run<{ in_group: boolean }>('projects.member.remove', { person })
    if (gone?.in_group)
      told(t('Out of the project; its group’s owner takes people out of the group.'))
  }
  return (
    <Dialog title={t('Members')} onClose={onClose}>
      <ul className="project-members">
        {open.members.map((seat) => (
          <li key={seat.person} className="row">
            <PersonName id={seat.person} avatar />
            <span className="grow" />
            {lead ? (
              <>
                <SelectField
                  label={t('Role')}
                  hideLabel
                  value={seat.role}
                  onChange={(next) =>
                    void run('projects.member.change', { person: seat.person, role: next })
                  }
                  options={roles}
                />
                <IconButton
                  icon="close"
                  size={16}
                  label={t('Take out of the project')}
                  onClick={() => void remove(seat.person)}
                />
              </>
            ) : (
              <span className="muted">{roles.find(({ value }) => value === seat.role)?.label}</span>
            )}
          </li>
        ))}
      </ul>
      <ErrorLine problem={problem} />
      {lead && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            void run('projects.member.add', { people, role }).then((ok) => ok && setPeople([]))
          }}
        >
          <Field label={t('Add people')}>
            {(wires) => (
              <PersonPicker
                wires={wires}
                many
                value={people}
                onChange={setPeople}
                without={[actor.id, ...open.members.map(({ person }) => person)]}
              />
            )}
          </Field>
          <SelectField
            label={t('As')}
            value={role}
            onChange={(next) => setRole(next as Role)}
            options={roles}
            help={t('Guests see only tasks that they are given or follow.')}
          />
          <div className="form-foot">
            <Button submit tone="primary" disabled={people.length === 0}>
              {t('Add')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
