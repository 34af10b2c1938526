import { useState } from 'react'
import { Button, Field, copy, t } from '#web'

/** A text to take along. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <Field label={label}>
      {(wires) => (
        <span className="oidc-copy">
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
