import {
  Button,
  Dialog,
  Loading,
  SchemaForm,
  forgetDraft,
  labelOf,
  t,
  told,
  useCatalog,
  useCommand,
  type Draft,
  type Person,
  type Problem,
  type Row,
  type Schema,
} from '#web'
import { AFTER_CHANGE, useCustomFields, type CustomField } from './departments.ts'

const NAMES = [
  'name',
  'job_title',
  'department',
  'manager',
  'email',
  'mobile',
  'staff_no',
  'hired_on',
  'visibility',
  'contact_visibility',
] as const
const CUSTOM = 'custom.'
/** What holds when nothing was chosen. */
const SHOWN = { visibility: 'all', contact_visibility: 'all' }

interface Props {
  /** Absent: somebody new. */
  person?: Person
  preset?: Draft
  onDone?: (person: { id: string }) => void
  onClose: () => void
}

/** One form for a new colleague and for changing one; the organisation's own fields among the others. */
export function PersonForm({ person, preset = {}, onDone, onClose }: Props) {
  const catalog = useCatalog()
  const fields = useCustomFields()
  const say = labelOf(catalog, 'directory.person.create', 'directory.person')
  const draftKey = person ? undefined : `directory.person.create:${catalog.actor.id}`
  const save = useCommand<Row>(person ? 'directory.person.update' : 'directory.person.create', {
    refresh: AFTER_CHANGE,
    onDone: (value) => {
      forgetDraft(draftKey)
      onClose()
      told(
        person
          ? t('{name} is changed.', { name: person.name })
          : t('{name} is added.', { name: String(value.name) }),
      )
      onDone?.(value)
    },
  })
  const title = person ? t('Edit {name}', { name: person.name }) : t('Add a person')
  if (!fields)
    return (
      <Dialog title={title} onClose={onClose}>
        <Loading rows={6} />
      </Dialog>
    )
  const schema = schemaOf(catalog.entity('directory.person')?.fields ?? {}, fields)
  return (
    <Dialog title={title} onClose={onClose}>
      <SchemaForm
        schema={schema}
        label={(name, field) => (name.startsWith(CUSTOM) ? String(field.title) : say(name, field))}
        option={(name, value) => (name.endsWith('visibility') ? shownTo(value) : value)}
        initial={person ? draftOf(person) : { ...SHOWN, ...preset }}
        draftKey={draftKey}
        problem={placed(save.problem)}
        onSubmit={(value) =>
          save.mutate(person ? changesOf(person, value, schema) : inputOf(value))
        }
      >
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={save.isPending}>
            {person ? t('Save') : t('Add')}
          </Button>
        </div>
      </SchemaForm>
    </Dialog>
  )
}

export const shownTo = (value: string) =>
  ({ all: t('Everybody'), department: t('Own department'), hidden: t('Nobody') })[value] ?? value

function schemaOf(known: Record<string, Schema>, fields: CustomField[]): Schema {
  const own = NAMES.flatMap((name) => (known[name] ? [[name, known[name]] as const] : []))
  const custom = fields.map((field) => [CUSTOM + field.key, customSchema(field)] as const)
  const required = [
    'name',
    ...fields.filter((field) => field.required).map(({ key }) => CUSTOM + key),
  ]
  return { type: 'object', properties: Object.fromEntries([...own, ...custom]), required }
}

function customSchema({ kind, title, choices }: CustomField): Schema {
  if (kind === 'choice') return { type: 'string', title, enum: choices ?? [] }
  if (kind === 'date') return { type: 'string', title, format: 'date' }
  if (kind === 'text') return { type: 'string', title, maxLength: 200 }
  return { type: kind, title }
}

function draftOf(person: Person): Draft {
  const custom = Object.entries((person.custom ?? {}) as Draft).map(([key, value]) => [
    CUSTOM + key,
    value,
  ])
  return {
    ...SHOWN,
    ...Object.fromEntries(
      NAMES.flatMap((name) => (person[name] === undefined ? [] : [[name, person[name]]])),
    ),
    ...Object.fromEntries(custom),
  }
}

/** `custom.shoe` travels as `custom: { shoe }`. */
function inputOf(value: Record<string, unknown>) {
  const own = Object.entries(value).filter(([name]) => !name.startsWith(CUSTOM))
  const custom = Object.entries(value)
    .filter(([name]) => name.startsWith(CUSTOM))
    .map(([name, one]) => [name.slice(CUSTOM.length), one])
  return {
    ...Object.fromEntries(own),
    ...(custom.length > 0 ? { custom: Object.fromEntries(custom) } : {}),
  }
}

/** Only what differs travels; what was emptied is cleared with null. */
function changesOf(person: Person, value: Record<string, unknown>, schema: Schema) {
  const before = draftOf(person)
  const changed = Object.keys(schema.properties ?? {}).filter(
    (name) => (before[name] ?? null) !== (value[name] ?? null),
  )
  const patch = inputOf(Object.fromEntries(changed.map((name) => [name, value[name] ?? null])))
  return { person: person.id, ...(person.rev === undefined ? {} : { rev: person.rev }), ...patch }
}

const WRONG: Record<string, string> = {
  emailUnclear: 'email',
  mobileUnclear: 'mobile',
  managerCircle: 'manager',
}

/** A refusal that speaks of one field stands beside it. */
function placed(problem: Problem | undefined): Problem | undefined {
  const field = problem?.field ?? WRONG[problem?.code ?? '']
  if (!problem || typeof field !== 'string') return problem
  return { ...problem, fields: [{ path: `/${field}`, message: problem.detail }] }
}
