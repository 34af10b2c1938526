import { useEffect, useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Icon,
  IconButton,
  Loading,
  PersonName,
  RecordPicker,
  SelectField,
  copy,
  refreshActions,
  t,
  useAction,
  useCommand,
  useRecord,
  type Paged,
} from '#web'
import { pathOf, type DocumentRow, type GrantRow } from './types.ts'

type Given = Pick<GrantRow, 'person' | 'department' | 'team' | 'role'>

const REACHES = [
  ['named', 'Only who is named here'],
  ['read', 'Everybody here may read'],
  ['comment', 'Everybody here may comment'],
  ['edit', 'Everybody here may edit'],
] as const
const ROLES = [
  ['reader', 'May read'],
  ['commenter', 'May comment'],
  ['editor', 'May edit'],
] as const

/** Who may do what. */
export function ShareDialog({ document, onClose }: { document: DocumentRow; onClose: () => void }) {
  const { data, problem } = useAction<Paged<GrantRow>>('documents.grant.list', {
    where: { document: document.id },
    limit: 200,
  })
  const [reach, setReach] = useState(document.reach)
  const [given, setGiven] = useState<Given[]>()
  useEffect(() => {
    if (!data || given) return
    setGiven(
      data.items
        .filter(({ source }) => source === document.id)
        .map(({ person, department, team, role }) => ({
          role,
          ...(person ? { person } : department ? { department } : { team: team! }),
        })),
    )
  }, [data, given, document.id])
  const share = useCommand('documents.document.share', {
    onDone: () => {
      refreshActions(['documents.'])
      onClose()
    },
  })
  const inherited = data?.items.filter(({ source }) => source !== document.id) ?? []
  const add = (field: 'person' | 'department' | 'team') => (ids: string[]) =>
    setGiven([...(given ?? []), ...ids.map((id) => ({ [field]: id, role: 'editor' as const }))])
  const taken = (given ?? []).map(idOf)
  return (
    <Dialog title={t('Share “{title}”', { title: document.title })} onClose={onClose}>
      {!given ? (
        problem ? (
          <ErrorLine problem={problem} />
        ) : (
          <Loading rows={4} />
        )
      ) : (
        <div className="stack">
          <SelectField
            label={t('With the link')}
            value={reach}
            onChange={(value) => setReach(value as typeof reach)}
            options={REACHES.map(([value, label]) => ({ value, label: t(label) }))}
          />
          <RecordPicker
            entity="directory.person"
            value={[]}
            without={[...taken, document.owner]}
            onChange={add('person')}
            wires={{ 'aria-label': t('Add a person') }}
            placeholder={t('Add a person')}
          />
          <RecordPicker
            entity="directory.department"
            value={[]}
            without={taken}
            onChange={add('department')}
            wires={{ 'aria-label': t('Add a department') }}
            placeholder={t('Add a department')}
          />
          <ul className="shares" aria-label={t('Shared with')}>
            <li>
              <PersonName id={document.owner} avatar />
              <span className="muted">{t('Owner')}</span>
            </li>
            {document.conversation && (
              <li>
                <span>{t('The members of its group')}</span>
                <span className="muted">{t('May edit')}</span>
              </li>
            )}
            {given.map((one, index) => (
              <li key={idOf(one)}>
                <Who given={one} />
                <SelectField
                  label={t('May')}
                  hideLabel
                  value={one.role}
                  onChange={(role) =>
                    setGiven(
                      given.map((each, at) =>
                        at === index ? { ...each, role: role as Given['role'] } : each,
                      ),
                    )
                  }
                  options={ROLES.map(([value, label]) => ({ value, label: t(label) }))}
                />
                <IconButton
                  icon="close"
                  label={t('Remove')}
                  onClick={() => setGiven(given.filter((_each, at) => at !== index))}
                />
              </li>
            ))}
            {inherited.map((one) => (
              <li key={one.id}>
                <Who given={one} />
                <span className="muted">{t('by its folder')}</span>
              </li>
            ))}
          </ul>
          <ErrorLine problem={share.problem} />
          <div className="form-foot">
            <Button icon="link" onClick={() => void copy(location.origin + pathOf(document.id))}>
              {t('Copy link')}
            </Button>
            <Button
              tone="primary"
              busy={share.isPending}
              onClick={() => share.mutate({ document: document.id, reach, people: given })}
            >
              {t('Save')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}

const idOf = ({ person, department, team }: Given): string => person ?? department ?? team ?? ''

function Who({ given: { person, department, team } }: { given: Given }) {
  const entity = department ? 'directory.department' : 'directory.group'
  const { data } = useRecord(entity, person ? undefined : (department ?? team))
  if (person) return <PersonName id={person} avatar />
  return (
    <span className="row grow">
      <Icon name="department" size={18} />
      <span className="clip">{String(data?.['name'] ?? '…')}</span>
    </span>
  )
}
