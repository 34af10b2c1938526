import { useState } from 'react'
import { Button, Field, copy, t } from '#web'

/** A text to take along: selected by a press, copied by another. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <Field label={label}>
      {(wires) => (
        <span className="device-copy">
          <input
            {...wires}
            className="input"
            readOnly
            value={value}
            onFocus={(event) => event.target.select()}
          />
          <Button
            icon={copied ? 'check' : 'copy'}
            onClick={() => void copy(value).then(() => setCopied(true))}
          >
            {copied ? t('Copied') : t('Copy')}
          </Button>
        </span>
      )}
    </Field>
  )
}
