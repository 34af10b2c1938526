import type { Editor } from '@tiptap/core'
import { useState } from 'react'
import {
  ActionDialog,
  Button,
  CardView,
  Dialog,
  Empty,
  ErrorLine,
  Field,
  Loading,
  RecordPicker,
  SelectField,
  call,
  nounOf,
  t,
  useAction,
  useCatalog,
  type Paged,
  type Problem,
  type Row,
} from '#web'
import type { Wish } from './slash.ts'

interface Props<W extends Wish = Wish> {
  readonly document: string
  readonly editor: Editor
  readonly wish: W
  onClose(): void
}

/** What is asked before a reference can stand in the text. */
export function InsertDialog(props: Props) {
  const { wish, document, editor, onClose } = props
  if (wish.kind === 'card') return <CardDialog {...props} />
  if (wish.kind === 'record')
    return <RecordDialog {...props} {...(wish.entity ? { entity: wish.entity } : {})} />
  if (wish.kind === 'records') return <RecordsDialog {...props} />
  if (wish.kind === 'file') return null
  return (
    <ActionDialog
      action={wish.action}
      hidden={['conversation']}
      title={wish.title}
      submit={t('Insert')}
      onDone={(made) => void insertRecord(editor, document, nounOf(wish.action), String(made.id))}
      onClose={onClose}
    />
  )
}

/** By its card where it has one, else as a record. */
async function insertRecord(editor: Editor, document: string, entity: string, record: string) {
  const placed = await call<{ card: string }>('documents.card.place', { document, entity, record })
  const block = placed.ok
    ? { type: 'card', attrs: { card: placed.value.card } }
    : { type: 'record', attrs: { entity, record } }
  insert(editor, block)
}

const insert = (editor: Editor, block: object): void =>
  void editor
    .chain()
    .focus()
    .insertContent([block, { type: 'paragraph' }])
    .run()

interface DeliveryRow extends Row {
  card: string
  summary: string
}

/** Cards of one's own inbox, newest first. */
function CardDialog({ document, editor, onClose }: Props) {
  const { data, problem } = useAction<Paged<DeliveryRow>>('cards.card.list', { limit: 30 })
  const [refused, setRefused] = useState<Problem>()
  const place = async (card: string) => {
    const placed = await call<{ card: string }>('documents.card.place', { document, card })
    if (!placed.ok) return setRefused(placed.problem)
    onClose()
    insert(editor, { type: 'card', attrs: { card: placed.value.card } })
  }
  return (
    <Dialog title={t('Insert a card')} onClose={onClose}>
      <div className="stack">
        <ErrorLine problem={refused ?? problem} />
        {!data && !problem ? (
          <Loading rows={4} />
        ) : data?.items.length === 0 ? (
          <Empty icon="apps" title={t('No cards yet')}>
            {t('Cards that colleagues send you can be put into a document.')}
          </Empty>
        ) : (
          <ul className="stack" aria-label={t('Cards')}>
            {data?.items.map((one) => (
              <li key={one.id} className="card-choice">
                <CardView card={one.card} summary={one.summary} />
                <Button
                  small
                  onClick={() => void place(one.card)}
                  aria-label={`${t('Insert')} ${one.summary}`}
                >
                  {t('Insert')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}

function useListed() {
  const catalog = useCatalog()
  return catalog.modules
    .flatMap(({ entities }) => entities)
    .filter(({ id }) => catalog.can(`${id}.list`))
    .map(({ id, title }) => ({ id, title: catalog.title(id, title) }))
}

function RecordDialog({ document, editor, entity: fixed, onClose }: Props & { entity?: string }) {
  const entities = useListed()
  const [entity, setEntity] = useState(fixed ?? entities[0]?.id ?? '')
  const [record, setRecord] = useState<string[]>([])
  return (
    <Dialog title={t('Insert a record')} onClose={onClose}>
      <div className="stack">
        {!fixed && <EntityField value={entity} onChange={setEntity} entities={entities} />}
        <Field label={t('Record')}>
          {(wires) => (
            <RecordPicker
              key={entity}
              entity={entity}
              value={record}
              onChange={setRecord}
              wires={wires}
            />
          )}
        </Field>
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            tone="primary"
            disabled={record.length === 0}
            onClick={() => {
              onClose()
              void insertRecord(editor, document, entity, record[0]!)
            }}
          >
            {t('Insert')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function RecordsDialog({ editor, onClose }: Props) {
  const entities = useListed()
  const catalog = useCatalog()
  const [entity, setEntity] = useState(entities[0]?.id ?? '')
  const [view, setView] = useState('')
  const page = catalog.pages.find((each) => each.entity === entity)
  // Those for everyone: a reader who may not see the view would see another table.
  const views = useAction<Paged<Row & { name: string }>>(
    'directory.view.list',
    page && catalog.can('directory.view.list')
      ? { where: { page: page.id, shared: true }, sort: ['name'], limit: 100 }
      : undefined,
  )
  const offered = views.data?.items ?? []
  return (
    <Dialog title={t('Insert a table of records')} onClose={onClose}>
      <div className="stack">
        <EntityField
          value={entity}
          onChange={(id) => {
            setEntity(id)
            setView('')
          }}
          entities={entities}
        />
        {offered.length > 0 && (
          <SelectField
            label={t('Arranged as')}
            value={view}
            onChange={setView}
            empty={t('Its page shows it')}
            options={offered.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <p className="muted">{t('Everybody sees the records that are his to see.')}</p>
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            tone="primary"
            onClick={() => {
              onClose()
              insert(editor, { type: 'records', attrs: { entity, ...(view ? { view } : {}) } })
            }}
          >
            {t('Insert')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function EntityField({
  value,
  onChange,
  entities,
}: {
  value: string
  onChange: (id: string) => void
  entities: readonly { id: string; title: string }[]
}) {
  const options = entities.map(({ id, title }) => ({ value: id, label: title }))
  return (
    <SelectField label={t('Kind of record')} value={value} onChange={onChange} options={options} />
  )
}
