import { createContext, use, useRef, useState } from 'react'
import { Button, IconButton } from './button.tsx'
import { upload, type Answer, type Problem } from './client.ts'
import { sizeText } from './format.tsx'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import { ErrorLine } from './state.tsx'

export interface FileInfo {
  id: string
  name: string
  mime: string
  size: number
  width?: number
  height?: number
}

/** How a form sends files: signed in by default; a form for people without an account has its own way. */
export const Uploads = createContext(
  (file: File, onProgress: (share: number) => void): Promise<Answer<FileInfo>> =>
    upload<FileInfo>(file, {}, onProgress),
)

/** Files sent up at once; the form holds their ids. */
export function FileField({
  wires,
  value,
  many,
  accept,
  onChange,
}: {
  wires: { id: string }
  value: string[]
  many: boolean
  /** What the chooser offers, e.g. `image/*`: a telephone then offers its camera. */
  accept?: string | undefined
  onChange: (ids: string[]) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  const send = use(Uploads)
  const [known, setKnown] = useState<Record<string, FileInfo>>({})
  const [share, setShare] = useState<number>()
  const [problem, setProblem] = useState<Problem>()
  const add = async (files: File[]) => {
    setProblem(undefined)
    const ids: string[] = []
    for (const file of files) {
      const answer = await send(file, setShare)
      setShare(undefined)
      if (!answer.ok) {
        setProblem(answer.problem)
        break
      }
      ids.push(answer.value.id)
      setKnown((before) => ({ ...before, [answer.value.id]: answer.value }))
    }
    if (ids.length > 0) onChange(many ? [...value, ...ids] : ids.slice(-1))
  }
  return (
    <div
      className="file-field"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        void add([...event.dataTransfer.files])
      }}
    >
      {value.map((id) => (
        <span key={id} className="chip">
          <Icon name="file" size={16} />
          {known[id]?.name ?? id.slice(-6)}
          {known[id] && <small>{sizeText(known[id].size)}</small>}
          <IconButton
            icon="close"
            size={14}
            label={t('Remove {name}', { name: known[id]?.name ?? '' })}
            onClick={() => onChange(value.filter((one) => one !== id))}
          />
        </span>
      ))}
      <input
        ref={input}
        {...wires}
        type="file"
        accept={accept}
        className="unseen"
        tabIndex={-1}
        multiple={many}
        onChange={(event) => {
          void add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {(many || value.length === 0) && (
        <Button
          small
          icon="paperclip"
          busy={share !== undefined}
          onClick={() => input.current?.click()}
        >
          {share === undefined ? t('Choose a file') : `${Math.round(share * 100)}%`}
        </Button>
      )}
      <ErrorLine problem={problem} />
    </div>
  )
}
