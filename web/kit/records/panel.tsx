import type { ReactNode } from 'react'
import { CardView } from '../card-view.tsx'
import { SidePanel } from '../page.tsx'
import { useAction, type Paged } from '../query.ts'
import { t } from '../language.ts'
import type { Row } from '../record.ts'
import { Empty, ErrorState, Loading } from '../state.tsx'
import { useChange } from './change.ts'
import { RecordActions } from './panel-actions.tsx'
import { PanelFields } from './panel-fields.tsx'
import { PanelHistory } from './panel-history.tsx'
import { PanelRelated, type Relation } from './panel-related.tsx'
import { isLink, useSource } from './source.ts'

export interface RecordPanelProps {
  entity: string
  id: string
  onClose: () => void
  /** Which records that refer to this one are shown; default: all that the manifest knows. */
  related?: readonly Relation[] | undefined
  /** Only these fields, in this order; default: all of them. */
  fields?: readonly string[] | undefined
  /** Stands above the fields. */
  lead?: ReactNode
  /** In place of the buttons that follow from the manifest. */
  foot?: ReactNode
  children?: ReactNode
}

/** One record: its card, its fields, its past, what refers to it, and what may be done with it. */
export function RecordPanel(props: RecordPanelProps) {
  const { entity, id, onClose, related, children } = props
  const from = useSource({ entity })
  const change = useChange({ entity })
  const links = Object.keys(from.fields).filter((name) => isLink(from.fields[name]))
  const { data, problem, isLoading, refetch } = useAction<Paged<Row>>(`${entity}.list`, {
    where: { id },
    limit: 1,
    ...(links.length > 0 ? { expand: links.slice(0, 8) } : {}),
  })
  const row = data?.items[0]
  const cards = from.catalog.modules.flatMap((module) => module.cards ?? [])
  const drawn = cards.some((card) => card.id.startsWith(`${entity}.`))
  return (
    <SidePanel
      title={row ? from.named(row) : from.catalog.title(entity, from.entity.title)}
      onClose={onClose}
      foot={row && (props.foot ?? <RecordActions from={from} row={row} onGone={onClose} />)}
    >
      {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
      {isLoading && <Loading rows={8} />}
      {data && !row && (
        <Empty icon="search" title={t('This record is not there')}>
          {t('It was deleted, or it is not yours to see.')}
        </Empty>
      )}
      {row && (
        <div className="stack record-panel">
          {drawn && typeof row.card === 'string' && <CardView card={row.card} />}
          {props.lead}
          <PanelFields from={from} row={row} change={change} only={props.fields} />
          {children}
          <PanelRelated entity={entity} id={id} only={related} />
          <PanelHistory from={from} id={id} />
        </div>
      )}
    </SidePanel>
  )
}
