import { useEffect } from 'react'
import { CardButtons } from './card-buttons.tsx'
import {
  drawn,
  isMoneyValue,
  isObject,
  plainText,
  rootFor,
  valueAt,
  wordsIn,
  type CardState,
} from './card-data.ts'
import { Money, Time, numberText, sizeText } from './format.tsx'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import { Link } from './link.tsx'
import { useCatalog } from './manifest.ts'
import { Markdown } from './markdown.tsx'
import { PersonName } from './person.tsx'
import { queries, useAction } from './query.ts'
import { listen } from './realtime.ts'
import { ErrorLine } from './state.tsx'

type Part = ReturnType<typeof drawn>[number]
type Translate = (text: string) => string

/** One card, wherever it stands: fetched by delivery or card, kept up to date by its space's stream. */
export function CardView({
  card,
  delivery,
  space,
  summary,
}: {
  card?: string
  delivery?: string
  space?: string
  summary?: string
}) {
  const input = delivery ? { delivery } : { card }
  const { data, problem } = useAction<CardState>('cards.card.get', input)
  const stream = space ?? data?.space
  const id = data?.card
  useEffect(() => {
    if (!stream || !id) return
    return listen(stream, {
      onEvent: (event) => event.e === 'cards.card.changed' && event.d.card === id && apply(event.d),
    })
  }, [stream, id])
  if (problem) {
    return (
      <article className="card">
        {summary && <p className="card-text">{summary}</p>}
        <ErrorLine problem={problem} />
      </article>
    )
  }
  if (!data)
    return (
      <article className="card waiting" aria-busy>
        {summary && <p className="card-text muted">{summary}</p>}
      </article>
    )
  return <CardBody card={data} />
}

/** Brings every shown copy of a card to a new revision; older news changes nothing. */
function apply(change: Record<string, unknown>) {
  queries.setQueriesData<CardState>({ queryKey: ['cards.card.get'] }, (before) => {
    if (
      !before ||
      before.card !== change.card ||
      before.policy === 'snapshot' ||
      before.rev >= Number(change.rev)
    )
      return before
    const { rev, state, summary, data } = change as unknown as CardState
    return {
      ...before,
      rev,
      state,
      summary,
      data,
      readonly: before.policy !== 'live' || state === 'closed',
    }
  })
  if (change.private)
    void queries.invalidateQueries({
      predicate: ({ state }) => (state.data as CardState | undefined)?.card === change.card,
    })
}

export function CardBody({ card }: { card: CardState }) {
  const catalog = useCatalog()
  const root = rootFor(card, { id: catalog.actor.id, roles: catalog.actor.roles ?? [] })
  const parts = drawn(card, root)
  const translate: Translate = (text) => catalog.title(`${card.template}.${text}`, '') || t(text)
  const buttons = parts.filter((part) => part.kind === 'button')
  return (
    <article className="card" aria-label={card.summary}>
      {card.policy !== 'live' && (
        <p className="card-note">
          <Icon name={card.policy === 'snapshot' ? 'history' : 'eye'} size={14} />
          {card.policy === 'snapshot'
            ? t('A copy as it was')
            : t('Follows the original, for reading')}
        </p>
      )}
      {parts
        .filter((part) => part.kind !== 'button')
        .map((part) => (
          <CardPart key={part.id} part={part} root={root} translate={translate} />
        ))}
      {buttons.length > 0 && !card.readonly && (
        <CardButtons card={card} buttons={buttons} root={root} translate={translate} />
      )}
    </article>
  )
}

/** Tones a card may name, by what they say of the world. */
const TONES: Record<string, string> = {
  open: 'accent',
  waiting: 'accent',
  pending: 'accent',
  doing: 'accent',
  in_progress: 'accent',
  info: 'accent',
  approved: 'success',
  done: 'success',
  finished: 'success',
  active: 'success',
  success: 'success',
  ok: 'success',
  rejected: 'danger',
  failed: 'danger',
  danger: 'danger',
  error: 'danger',
  withdrawn: 'plain',
  closed: 'plain',
  cancelled: 'plain',
  warning: 'warning',
  late: 'warning',
}
const TONE_ICONS: Record<string, string> = {
  accent: 'history',
  success: 'check',
  danger: 'close',
  warning: 'warning',
  plain: 'undo',
}

export function Tag({ text, tone = '' }: { text: string; tone?: string }) {
  const kind = TONES[tone] ?? 'plain'
  return (
    <span className={`tag ${kind}`}>
      {TONES[tone] && <Icon name={TONE_ICONS[kind]!} size={13} />}
      {text}
    </span>
  )
}

function CardPart({ part, root, translate }: { part: Part; root: unknown; translate: Translate }) {
  const words = (text: unknown) => wordsIn(text, root, translate)
  const status = (text: unknown) => translate(words(text))
  switch (part.kind) {
    case 'heading':
      return (
        <header className="card-head">
          <h3>{words(part.text)}</h3>
          {part.tag !== undefined && (
            <Tag text={status(part.tag)} tone={words(part.tone ?? part.tag).toLowerCase()} />
          )}
        </header>
      )
    case 'text':
      return words(part.text) ? <p className="card-text">{words(part.text)}</p> : null
    case 'markdown':
      return <Markdown text={words(part.text)} />
    case 'facts':
      return (
        <dl className="card-facts">
          {part.items.map((item) => {
            const value =
              isObject(item.value) && 'path' in item.value
                ? valueAt(root, String(item.value.path))
                : words(item.value)
            if (value === undefined || value === null || value === '') return null
            return (
              <div key={item.label}>
                <dt>{translate(item.label)}</dt>
                <dd>
                  <Fact value={value} as={item.as ?? 'text'} translate={translate} />
                </dd>
              </div>
            )
          })}
        </dl>
      )
    case 'tag':
      return <Tag text={status(part.text)} tone={words(part.tone ?? part.text).toLowerCase()} />
    case 'person':
      return <Fact value={valueAt(root, part.person.path)} as="person" translate={translate} />
    case 'image': {
      const file = valueAt(root, part.file.path)
      const id = isObject(file) ? file.id : file
      return id ? (
        <img
          className="card-image"
          src={`/files/${String(id)}?inline&size=480`}
          alt={words(part.alt)}
        />
      ) : null
    }
    case 'file':
      return <FileLink value={valueAt(root, part.file.path)} />
    case 'progress': {
      const value = Number(valueAt(root, part.value.path) ?? 0)
      const max =
        typeof part.max === 'number' ? part.max : Number(valueAt(root, part.max.path) ?? 1)
      return <progress value={value} max={max} aria-label={`${value} / ${max}`} />
    }
    case 'timeline':
      return <Timeline items={valueAt(root, part.items.path)} translate={translate} />
    case 'divider':
      return <hr />
    case 'link':
      return (
        <Link className="card-link" to={words(part.to)}>
          {words(part.text)}
        </Link>
      )
    case 'button':
      return null
    default:
      return (part as Part).fallback ? <p className="card-text">{(part as Part).fallback}</p> : null
  }
}

function Fact({ value, as, translate }: { value: unknown; as: string; translate: Translate }) {
  if (as === 'money' && isMoneyValue(value)) return <Money value={value} />
  if (as === 'time' && typeof value === 'string') return <Time at={value} />
  if (as === 'number' && typeof value === 'number')
    return <span className="number">{numberText(value)}</span>
  if (as === 'person') {
    const id = isObject(value) ? String(value.id) : String(value)
    return (
      <PersonName
        id={id}
        avatar
        {...(isObject(value) && typeof value.name === 'string' ? { name: value.name } : {})}
      />
    )
  }
  return <>{typeof value === 'string' ? translate(value) : plainText(value)}</>
}

export function FileLink({ value }: { value: unknown }) {
  const list = Array.isArray(value) ? value : [value]
  return (
    <>
      {list.filter(Boolean).map((one) => {
        const file: Record<string, unknown> = isObject(one) ? one : { id: one }
        return (
          <a
            key={String(file.id)}
            className="file-link"
            href={`/files/${String(file.id)}`}
            download
          >
            <Icon name="file" size={18} />
            <span className="name">{String(file.name ?? t('File'))}</span>
            {typeof file.size === 'number' && <small>{sizeText(file.size)}</small>}
          </a>
        )
      })}
    </>
  )
}

function Timeline({ items, translate }: { items: unknown; translate: Translate }) {
  if (!Array.isArray(items)) return null
  return (
    <ol className="timeline">
      {items.filter(isObject).map((item, index) => (
        <li key={index}>
          <span>{translate(plainText(item.text ?? item.title ?? item.name))}</span>
          {isObject(item.person) && (
            <PersonName id={String(item.person.id)} name={String(item.person.name)} />
          )}
          {typeof item.at === 'string' && <Time at={item.at} />}
        </li>
      ))}
    </ol>
  )
}
