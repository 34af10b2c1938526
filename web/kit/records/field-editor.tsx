import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '../button.tsx'
import { isMoneyValue } from '../card-data.ts'
import type { Problem } from '../client.ts'
import { majorText } from '../format.tsx'
import { t } from '../language.ts'
import type { Schema } from '../manifest.ts'
import type { Row } from '../record.ts'
import { SchemaField } from '../schema-field.tsx'
import { bare, collect, controlOf, isBlank, wrongWith } from '../schema.ts'
import { say } from '../state.tsx'
import type { Change } from './change.ts'
import type { useSource } from './source.ts'

/** One field in place: Enter keeps a short one, Escape leaves it as it was, a refusal stands under it. */
export function FieldEditor({
  from,
  row,
  name,
  change,
  onClose,
}: {
  from: ReturnType<typeof useSource>
  row: Row
  name: string
  change: Change
  onClose: () => void
}) {
  const schema = from.fields[name]!
  const required = from.entity.required?.includes(name) ?? false
  const [draft, setDraft] = useState<unknown>(() => draftOf(row[name]))
  const [problem, setProblem] = useState<Problem>()
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector<HTMLElement>(FIRST)?.focus(), [])
  const wrong = wrongWith(schema, draft, required)
  const save = async () => {
    setTried(true)
    if (wrong || busy) return
    const value = valueOf(name, schema, draft)
    if (JSON.stringify(value) === JSON.stringify(row[name] ?? null)) return onClose()
    setBusy(true)
    const answer = await change.apply(row, { [name]: value })
    setBusy(false)
    if (answer.ok) return onClose()
    change.forgive(row.id)
    setProblem(answer.problem)
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
    }
  }
  const refused = problem?.fields?.[0]?.message
  return (
    <form
      ref={form}
      className="field-editor"
      onKeyDown={keys}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <SchemaField
        schema={bare(schema)}
        label={from.say(name, schema)}
        labelOf={from.say}
        option={(value) => from.option(name, value)}
        required={required && controlOf(schema) !== 'boolean'}
        value={draft}
        error={
          problem
            ? refused
              ? t(refused)
              : [say(problem), t(problem.fix)].join(' ')
            : tried
              ? wrong
              : undefined
        }
        onChange={(value) => {
          setDraft(value)
          setProblem(undefined)
        }}
      />
      <div className="row end">
        <Button small tone="quiet" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button small submit tone="primary" busy={busy}>
          {t('Save')}
        </Button>
      </div>
    </form>
  )
}
const FIRST = ':is(input, select, textarea):not(:disabled)'

/** What a form holds for a stored value. */
export const draftOf = (value: unknown): unknown =>
  isMoneyValue(value) ? { text: majorText(value), currency: value.currency } : value

/** What travels for what a form holds; emptied is `null`, which clears. */
export function valueOf(name: string, schema: Schema, draft: unknown): unknown {
  if (isBlank(draft)) return controlOf(schema) === 'boolean' ? false : null
  return collect({ properties: { [name]: schema } }, { [name]: draft })[name]
}
