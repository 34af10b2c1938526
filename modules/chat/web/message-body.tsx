import { useState, type ReactNode } from 'react'
import { CardView, Dialog, Icon, Markdown, clock, sizeText, t } from '#web'
import { streamOf, type Combined, type Message } from './types.ts'
import { Unfurled } from './unfurl.tsx'
import { briefly } from './words.ts'

export function MessageBody({
  message,
  nameOf,
  me,
}: {
  message: Message
  nameOf: (id: string) => string
  me: string
}) {
  const { body, kind, text } = message
  if (kind === 'card' && body?.card)
    return (
      <CardView
        delivery={body.card.delivery}
        space={streamOf(message.conversation)}
        summary={text}
      />
    )
  if (kind === 'combined' && body?.combined) return <CombinedBody combined={body.combined} />
  const words = text && (
    <Words text={text} markdown={kind === 'markdown'} message={message} nameOf={nameOf} me={me} />
  )
  if (body?.file && kind === 'image')
    return (
      <>
        <Picture file={body.file} />
        {words}
      </>
    )
  if (body?.file) {
    return (
      <>
        <a className="file-box" href={`/files/${body.file.id}`} download={body.file.name}>
          <Icon name="file" size={28} />
          <span className="words">
            <span className="clip">{body.file.name}</span>
            <small>{sizeText(body.file.size)}</small>
          </span>
          <Icon name="download" size={18} />
        </a>
        {words}
      </>
    )
  }
  if (!words) return null
  return (
    <>
      {words}
      <Unfurled text={text} />
    </>
  )
}

/** Mentions stand out; one's own most. */
function Words({
  text,
  markdown,
  message,
  nameOf,
  me,
}: {
  text: string
  markdown: boolean
  message: Message
  nameOf: (id: string) => string
  me: string
}) {
  const names = (message.mentions ?? []).map((id) => ({ text: `@${nameOf(id)}`, own: id === me }))
  if (message.mention_all) names.push({ text: '@all', own: true }, { text: '@所有人', own: true })
  const mark = (piece: string): ReactNode => {
    const found = names.find((one) => piece.includes(one.text))
    if (!found) return piece
    const [before, ...after] = piece.split(found.text)
    return (
      <>
        {before}
        <span className={`mention ${found.own ? 'own' : ''}`}>{found.text}</span>
        {mark(after.join(found.text))}
      </>
    )
  }
  return markdown ? (
    <Markdown text={text} mark={mark} />
  ) : (
    <p className="words">
      <Markdown text={text} inline mark={mark} />
    </p>
  )
}

const WIDEST = 320
const HIGHEST = 280

function Picture({ file }: { file: NonNullable<NonNullable<Message['body']>['file']> }) {
  const [open, setOpen] = useState(false)
  const { width = WIDEST, height = HIGHEST } = file
  const scale = Math.min(1, WIDEST / width, HIGHEST / height)
  const shape = { width: Math.round(width * scale), height: Math.round(height * scale) }
  return (
    <>
      <button
        type="button"
        className="bare picture-button"
        aria-label={t('Open the picture {name}', { name: file.name })}
        onClick={() => setOpen(true)}
      >
        <img
          className="picture"
          src={`/files/${file.id}?inline&size=480`}
          alt={file.name}
          loading="lazy"
          {...shape}
          style={shape}
        />
      </button>
      {open && (
        <Dialog
          title={file.name}
          wide
          onClose={() => setOpen(false)}
          foot={
            <a className="button" href={`/files/${file.id}`} download={file.name}>
              {t('Download')}
            </a>
          }
        >
          <img className="picture whole" src={`/files/${file.id}?inline`} alt={file.name} />
        </Dialog>
      )}
    </>
  )
}

const SHOWN = 4

/** Messages forwarded together: a few lines here, all of them when opened. */
function CombinedBody({ combined }: { combined: Combined }) {
  const [open, setOpen] = useState(false)
  const line = (item: Combined['items'][number]) =>
    briefly({
      ...item,
      kind: item.kind,
      text: item.text,
      ...(item.file ? { body: { file: item.file } } : {}),
    })
  return (
    <>
      <button type="button" className="combined" onClick={() => setOpen(true)}>
        <strong>{combined.title}</strong>
        {combined.items.slice(0, SHOWN).map((item, index) => (
          <small key={index} className="clip">
            {item.sender_name}: {line(item)}
          </small>
        ))}
        <small className="combined-foot">{t('{n} messages', { n: combined.items.length })}</small>
      </button>
      {open && (
        <Dialog title={combined.title} onClose={() => setOpen(false)}>
          <ol className="combined-list">
            {combined.items.map((item, index) => (
              <li key={index}>
                <div className="message-head">
                  <b>{item.sender_name}</b>
                  <time>{clock(new Date(item.at))}</time>
                </div>
                {item.combined ? (
                  <CombinedBody combined={item.combined} />
                ) : item.kind === 'markdown' ? (
                  <Markdown text={item.text} />
                ) : (
                  <p className="words">{line(item)}</p>
                )}
              </li>
            ))}
          </ol>
        </Dialog>
      )}
    </>
  )
}
