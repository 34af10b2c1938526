import { useEffect, useRef, useState } from 'react'
import { Field, t } from '#web'
import { faultAt, hasExpression, useFormContext } from './form-context.ts'
import { shortValue, useWorth } from './worth.ts'

interface Props {
  label: string
  path: string
  value: unknown
  required: boolean
  help?: string | undefined
  /** The whole field is one expression: what is typed without braces gets them. */
  whole?: boolean
  /** Without braces, computed at another moment. */
  plain?: boolean
  /** Any value: JSON where it reads as JSON, else text. */
  json?: boolean
  long?: boolean
  onChange: (value: unknown) => void
}

/** A text that may hold `{{ … }}`; below it, what it is with the data of the last test or run. */
export function ExpressionField({
  label,
  path,
  value,
  required,
  help,
  whole = false,
  plain = false,
  json = false,
  long = false,
  onChange,
}: Props) {
  const { faults, readOnly, aim } = useFormContext()
  const [text, setText] = useState(() => textOf(value))
  const written = useRef(value)
  const area = useRef<HTMLTextAreaElement>(null)
  // Undone, or changed from elsewhere.
  useEffect(() => {
    if (JSON.stringify(value) === JSON.stringify(written.current)) return
    written.current = value
    setText(textOf(value))
  }, [value])

  const change = (next: string) => {
    setText(next)
    written.current = json ? jsonOf(next) : next === '' ? undefined : next
    onChange(written.current)
  }
  const insert = (data: string) => {
    const field = area.current
    const from = field?.selectionStart ?? text.length
    const to = field?.selectionEnd ?? from
    const inside = plain || (whole && !text.includes('{{')) || open(text, from)
    const piece = inside ? data : `{{ ${data} }}`
    change(text.slice(0, from) + piece + text.slice(to))
    requestAnimationFrame(() => {
      field?.focus()
      field?.setSelectionRange(from + piece.length, from + piece.length)
    })
  }
  const leave = () => {
    if (whole && text.trim() && !text.includes('{{')) change(`{{ ${text.trim()} }}`)
  }
  const rows = Math.min(12, Math.max(long ? 3 : 1, text.split('\n').length))
  return (
    <Field label={label} help={help} error={faultAt(faults, path)} required={required}>
      {(wires) => (
        <div className="flow-expression">
          <textarea
            {...wires}
            ref={area}
            className={`input area ${json || whole || plain || text.includes('{{') ? 'code' : ''}`}
            rows={rows}
            value={text}
            readOnly={readOnly}
            spellCheck={false}
            onChange={(event) => change(event.target.value)}
            onFocus={() => aim(insert)}
            onBlur={leave}
          />
          <Worth value={value} />
        </div>
      )}
    </Field>
  )
}

function Worth({ value }: { value: unknown }) {
  const worth = useWorth(value)
  if (!worth) return null
  return worth.error === undefined ? (
    <output className="flow-worth" title={t('With the data of the last test or run')}>
      = {shortValue(worth.value)}
    </output>
  ) : (
    <output className="flow-worth wrong">{worth.error}</output>
  )
}

const textOf = (value: unknown): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value, null, 2)

/** `{{ a }}` and what is no JSON stay text. */
function jsonOf(text: string): unknown {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  if (/^\{\{[^]*\}\}$/.test(trimmed) && hasExpression(trimmed)) {
    try {
      return JSON.parse(trimmed) as unknown
    } catch {
      return text
    }
  }
  try {
    return JSON.parse(trimmed) as unknown
  } catch {
    return text
  }
}

/** The cursor stands between `{{` and `}}`. */
function open(text: string, at: number): boolean {
  const before = text.slice(0, at)
  return before.lastIndexOf('{{') > before.lastIndexOf('}}')
}
