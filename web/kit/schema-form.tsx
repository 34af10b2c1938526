import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { Problem } from './client.ts'
import { t } from './language.ts'
import type { Schema } from './manifest.ts'
import { SchemaField } from './schema-field.tsx'
import { collect, controlOf, isBlank, wrongWith, type Draft } from './schema.ts'
import { ErrorLine } from './state.tsx'

export interface SchemaFormProps {
  schema: Schema
  /** Says a field's title; the form itself knows no module. */
  label: (name: string, schema: Schema) => string
  option?: (name: string, value: string) => string
  initial?: Draft
  /** Fields not shown; their values come from `initial`. */
  hidden?: readonly string[]
  /** The name under which what was typed is kept until it is sent. */
  draftKey?: string | undefined
  problem?: Problem | undefined
  onSubmit: (value: Record<string, unknown>) => void
  children: ReactNode
}

/** Longer than a press takes. */
const LEAVE_MS = 250

/** A form from a JSON Schema. Errors show on leaving a field and, after the server's answer, beside it. */
export function SchemaForm({
  schema,
  label,
  option,
  initial = {},
  hidden = [],
  draftKey,
  problem,
  onSubmit,
  children,
}: SchemaFormProps) {
  const [draft, setDraft] = useState<Draft>(() => ({
    ...defaults(schema),
    ...initial,
    ...kept(draftKey),
  }))
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [refused, setRefused] = useState<Record<string, string>>({})
  const form = useRef<HTMLFormElement>(null)
  const names = Object.keys(schema.properties ?? {}).filter(
    (name) => !hidden.includes(name) && !schema.properties?.[name]?.readOnly,
  )

  useEffect(() => setRefused(refusals(problem)), [problem])
  useEffect(() => {
    if (!draftKey) return
    const timer = setTimeout(() => keep(draftKey, withoutSecrets(schema, draft)), 300)
    return () => clearTimeout(timer)
  }, [draft, draftKey, schema])

  const required = (name: string) => schema.required?.includes(name) ?? false
  const wrong = (name: string) =>
    wrongWith(schema.properties?.[name] ?? {}, draft[name], required(name))
  // Not at once: a press on a button begins with leaving the field, and the button must not move away
  // from under it. A field left empty is no error before one submits.
  const leave = (name: string) => {
    if (isBlank(draft[name])) return
    setTimeout(() => setLeft((before) => new Set(before).add(name)), LEAVE_MS)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    setLeft(new Set(names))
    const first = names.find(wrong)
    if (first)
      return form.current
        ?.querySelector<HTMLElement>(`[data-field="${first}"] :is(input, select, textarea)`)
        ?.focus()
    onSubmit(collect(schema, draft))
  }
  const general =
    problem && Object.keys(refusals(problem)).every((name) => !names.includes(name))
      ? problem
      : undefined
  return (
    <form ref={form} className="form" onSubmit={submit} noValidate>
      {names.map((name) => {
        const field = schema.properties![name]!
        return (
          <div key={name} data-field={name} onBlur={() => leave(name)}>
            <SchemaField
              schema={field}
              label={label(name, field)}
              option={(value) => option?.(name, value) ?? value}
              labelOf={label}
              required={required(name) && controlOf(field) !== 'boolean'}
              value={draft[name]}
              error={refused[name] ?? (left.has(name) ? wrong(name) : undefined)}
              onChange={(value) => {
                setDraft((before) => ({ ...before, [name]: value }))
                setRefused(({ [name]: _gone, ...rest }) => rest)
              }}
            />
          </div>
        )
      })}
      <ErrorLine problem={general} />
      {children}
    </form>
  )
}

function defaults(schema: Schema): Draft {
  const out: Draft = {}
  for (const [name, field] of Object.entries(schema.properties ?? {}))
    if (field.default !== undefined) out[name] = field.default
  return out
}

/** `/name` of the problem's fields, by the first part of its path. */
function refusals(problem: Problem | undefined): Record<string, string> {
  return Object.fromEntries(
    (problem?.fields ?? []).map(({ path, message }) => [
      path.split('/').find(Boolean) ?? '',
      t(message),
    ]),
  )
}

const nameOf = (key: string) => `tenon.draft.${key}`

function kept(key: string | undefined): Draft {
  if (!key) return {}
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(key)) ?? '{}') as Draft
  } catch {
    return {}
  }
}
/** A password is typed again rather than left lying in the browser. */
const withoutSecrets = ({ properties = {} }: Schema, draft: Draft): Draft =>
  Object.fromEntries(
    Object.entries(draft).filter(
      ([name]) => !properties[name]?.['x-sensitive'] && properties[name]?.format !== 'password',
    ),
  )

function keep(key: string, draft: Draft) {
  try {
    sessionStorage.setItem(nameOf(key), JSON.stringify(draft))
  } catch {
    // A full store only means that this draft is not kept.
  }
}
export function forgetDraft(key: string | undefined) {
  if (key) sessionStorage.removeItem(nameOf(key))
}
