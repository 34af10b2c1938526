import { useState } from 'react'
import { Button, Field, copy, t } from '#web'

/** A text to take along: selected by a press, copied by another. */
export function CopyField({ label, value, help }: { label: string; value: string; help?: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <Field label={label} {...(help ? { help } : {})}>
      {(wires) => (
        <span className="copy-field">
          <input
            {...wires}
            className="input code"
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
