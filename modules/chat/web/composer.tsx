import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
} from 'react'
import {
  ActionDialog,
  Button,
  Icon,
  IconButton,
  Menu,
  sendSignal,
  t,
  told,
  useCatalog,
  useSignal,
  call,
  say,
  uuid,
  type MenuItem,
} from '#web'
import { applyToRoom } from './apply-room.ts'
import { draftOf, keepDraft } from './draft.ts'
import { MentionList, mentionAt, useMentions } from './mention.tsx'
import { EmojiButton } from './message-tools.tsx'
import { sendDraft } from './outbox.ts'
import type { Room } from './room-store.ts'
import type { Conversation, Message } from './types.ts'
import { briefly } from './words.ts'

interface Props {
  room: Room
  talk: Conversation
  reply?: Message | undefined
  edit?: Message | undefined
  thread?: string
  onClear?: () => void
  onEditLast?: () => void
}
const TYPING_EVERY_MS = 3000

/** Where one writes: words, files, pictures pasted or dropped, mentions, and whatever modules offer under "+". */
export function Composer({
  room,
  talk,
  reply,
  edit,
  thread,
  onClear = () => {},
  onEditLast,
}: Props) {
  const { actor } = useCatalog()
  const draftKey = thread ?? room.id
  const [text, setText] = useState(() => draftOf(draftKey))
  const [markdown, setMarkdown] = useState(false)
  const [caret, setCaret] = useState(0)
  const [picked, setPicked] = useState<Record<string, string>>({})
  const [problem, setProblem] = useState<string>()
  const area = useRef<HTMLTextAreaElement>(null)
  const typed = useRef(0)
  const { people } = useSignal(room.state)
  const at = mentionAt(text, caret)
  const mentions = useMentions(room, talk, at?.words)
  const closed = talk.may_send === 'admins' && talk.role === 'member' && talk.kind === 'group'

  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight, 200)}px`
  }, [text])
  useEffect(() => {
    if (edit) {
      setText(edit.text)
      setMarkdown(edit.kind === 'markdown')
      area.current?.focus()
    }
  }, [edit])
  useEffect(() => {
    if (reply) area.current?.focus()
  }, [reply])
  useEffect(() => {
    if (!edit) keepDraft(draftKey, text)
  }, [text, edit, draftKey])
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) area.current?.focus()
  }, [])

  if (closed)
    return <p className="closed muted">{t('Only the owner and admins write in this group now.')}</p>

  const stop = () => {
    if (edit) setText('')
    setProblem(undefined)
    onClear()
  }
  const mentionedIn = (words: string) => ({
    mentions: Object.entries(picked)
      .filter(([id, name]) => id !== 'all' && words.includes(`@${name}`))
      .map(([id]) => id),
    mention_all: picked.all !== undefined && words.includes(`@${picked.all}`),
  })
  const send = async () => {
    const words = text.trim()
    if (!words) return
    if (edit) return void saveEdit(edit, words)
    const { mentions: ids, mention_all } = mentionedIn(words)
    setText('')
    setPicked({})
    onClear()
    area.current?.focus()
    await sendDraft(room, actor.id, {
      text: words,
      kind: markdown ? 'markdown' : 'text',
      ...(ids.length > 0 ? { mentions: ids } : {}),
      ...(mention_all ? { mention_all } : {}),
      ...(reply ? { reply_to: reply.id } : {}),
      ...(thread ? { thread } : {}),
    })
  }
  const saveEdit = async (message: Message, words: string) => {
    const { mentions: ids } = mentionedIn(words)
    const answer = await call<{ edited_at: string }>(
      'chat.message.edit',
      { message: message.id, text: words, ...(ids.length > 0 ? { mentions: ids } : {}) },
      { key: uuid() },
    )
    if (!answer.ok) return setProblem(`${say(answer.problem)} ${t(answer.problem.fix)}`)
    const { kind, seq } = message
    room.state.set(
      applyToRoom(room.state.get(), {
        s: '',
        e: 'chat.message.edited',
        by: actor.id,
        d: { message: message.id, seq, kind, text: words, edited_at: answer.value.edited_at },
      }),
    )
    stop()
  }
  const addFiles = (files: File[]) => {
    for (const file of files) {
      const image = /^image\/(png|jpe?g|gif|webp|avif)$/.test(file.type)
      const place = { ...(thread ? { thread } : {}), ...(reply ? { reply_to: reply.id } : {}) }
      void sendDraft(
        room,
        actor.id,
        {
          text: image ? '' : file.name,
          kind: image ? 'image' : 'file',
          ...place,
          ...(image ? { preview: URL.createObjectURL(file) } : {}),
        },
        file,
      )
    }
    onClear()
  }
  const pick = (id: string, name: string) => {
    if (!at) return
    const next = `${text.slice(0, at.from)}@${name} ${text.slice(caret)}`
    setPicked((before) => ({ ...before, [id]: name }))
    setText(next)
    const place = at.from + name.length + 2
    requestAnimationFrame(() => {
      area.current?.setSelectionRange(place, place)
      setCaret(place)
    })
  }
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // An input method's Enter only chooses characters.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (at && mentions.keys(event, pick)) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void send()
    } else if (event.key === 'Escape' && (edit || reply)) stop()
    else if (event.key === 'ArrowUp' && text === '' && onEditLast) {
      event.preventDefault()
      onEditLast()
    }
  }
  const change = (words: string, place: number) => {
    setText(words)
    setCaret(place)
    if (words && Date.now() - typed.current > TYPING_EVERY_MS) {
      typed.current = Date.now()
      sendSignal('chat.typing.start', { conversation: room.id })
    }
  }
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0) return
    event.preventDefault()
    addFiles(files)
  }
  const drop = (event: DragEvent) => {
    const files = [...event.dataTransfer.files]
    if (files.length === 0) return
    event.preventDefault()
    addFiles(files)
  }
  const about = edit ?? reply
  const label = t('Write to {name}', { name: talk.name ?? talk.peer?.name ?? '' })
  return (
    <div className="composer" onDrop={drop} onDragOver={(event) => event.preventDefault()}>
      {about && (
        <div className="composer-about">
          <Icon name={edit ? 'edit' : 'reply'} size={16} />
          <span className="clip grow">
            {edit ? t('Editing') : <b>{people[reply?.sender ?? ''] ?? ''}</b>} {briefly(about)}
          </span>
          <IconButton icon="close" size={16} label={t('Cancel')} onClick={stop} />
        </div>
      )}
      {problem && (
        <p className="field-error" role="alert">
          <Icon name="warning" size={14} />
          {problem}
        </p>
      )}
      {at && mentions.choices.length > 0 && <MentionList {...mentions} onPick={pick} />}
      <div className="composer-row">
        <PlusMenu talk={talk} onFiles={addFiles} />
        <textarea
          ref={area}
          rows={1}
          value={text}
          aria-label={label}
          placeholder={label}
          onChange={(event) => change(event.target.value, event.target.selectionStart)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={keys}
          onPaste={paste}
        />
        <EmojiButton
          label={t('Emoji')}
          onPick={(emoji) => change(`${text}${emoji}`, text.length + emoji.length)}
        />
        <button
          type="button"
          className="icon-button md"
          aria-pressed={markdown}
          aria-label="Markdown"
          title="Markdown"
          onClick={() => {
            setMarkdown(!markdown)
            told(markdown ? t('Plain text') : t('Markdown: **bold**, lists, code, links'))
          }}
        />
        <Button
          tone="primary"
          className="send"
          aria-label={edit ? t('Save') : t('Send')}
          title={edit ? t('Save') : t('Send')}
          disabled={text.trim() === ''}
          icon={edit ? 'check' : 'send'}
          onClick={() => void send()}
        />
      </div>
    </div>
  )
}

function PlusMenu({ talk, onFiles }: { talk: Conversation; onFiles: (files: File[]) => void }) {
  const catalog = useCatalog()
  const [action, setAction] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const offered = catalog
    .placements('composer')
    .filter((one) => one.action && catalog.can(one.action))
  const items: MenuItem[] = [
    { label: t('File or picture'), icon: 'paperclip', run: () => input.current?.click() },
    ...offered.map((one) => ({
      label: catalog.title(`${one.module}.placement.${one.title}`, '') || t(one.title),
      icon: one.icon,
      run: () => setAction(one.action),
    })),
  ]
  const title = offered.find((one) => one.action === action)?.title
  return (
    <>
      <Menu items={items} icon="plus" align="start" side="above" label={t('Add')} />
      <input
        ref={input}
        type="file"
        multiple
        className="unseen"
        tabIndex={-1}
        aria-hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {action && (
        <ActionDialog
          action={action}
          {...(title ? { title: t(title) } : {})}
          submit={t('Submit')}
          preset={{ conversation: talk.id }}
          hidden={['conversation']}
          onClose={() => setAction(undefined)}
        />
      )}
    </>
  )
}
