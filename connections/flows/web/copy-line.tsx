import { useState } from 'react'
import { copy, IconButton, t, TextField } from '#web'

/** Something to be taken elsewhere. */
export function CopyLine({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <div className="row flow-copy">
      <TextField label={label} value={text} readOnly onChange={() => undefined} />
      <IconButton
        icon={copied ? 'check' : 'copy'}
        label={copied ? t('Copied') : t('Copy: {name}', { name: label })}
        onClick={() => void copy(text).then(() => setCopied(true))}
      />
    </div>
  )
}
