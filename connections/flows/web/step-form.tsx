import { useState } from 'react'
import {
  Button,
  Check,
  TextField,
  labelOf,
  optionOf,
  nounOf,
  t,
  useCatalog,
  type Schema,
} from '#web'
import { AliasField } from './account-field.tsx'
import { ActionPicker } from './action-picker.tsx'
import { ExpressionField } from './expression-field.tsx'
import { useFormContext } from './form-context.ts'
import type { Found } from './tree.ts'
import type { Kinds, Step } from './types.ts'
import { Fields, ValueField } from './value-field.tsx'
import { actionWords } from './words.ts'

const ID = /^[a-z][a-z0-9_]{0,39}$/
const CLASSES = ['rate', 'unavailable', 'timeout', 'data', 'auth', 'refused'] as const

/** The form of one step, from its kind's schema and, for an action, from the action's. */
export function StepForm({
  found,
  kinds,
  taken,
  onChange,
  onRename,
}: {
  found: Found
  kinds: Kinds
  taken: ReadonlySet<string>
  onChange: (step: Step) => void
  onRename: (id: string) => void
}) {
  const { step, block, index } = found
  const { readOnly } = useFormContext()
  const kind = kinds.get(step.kind)
  const path = `/${[...block, index].join('/')}`
  const isCall = step.kind === 'call'
  const hasAccount = kind?.schema.properties?.['account']?.title === 'Account'
  const set = (name: string, value: unknown) => {
    const { [name]: _before, ...rest } = step
    onChange((value === undefined ? rest : { ...rest, [name]: value }) as Step)
  }
  if (!kind)
    return <p>{t('This server does not know steps of the kind “{kind}”.', { kind: step.kind })}</p>
  const {
    id: _id,
    kind: _kind,
    title: _title,
    when: _when,
    retry: _retry,
    pinned: _pinned,
    verify: _verify,
    ...config
  } = step
  return (
    <div className="form flow-form">
      <p className="muted">{t(kind.description)}</p>
      <TextField
        label={t('Name')}
        value={step.title ?? ''}
        readOnly={readOnly}
        maxLength={200}
        onChange={(title) => set('title', title || undefined)}
      />
      {isCall && <ActionChoice step={step} kinds={kinds} onChange={onChange} />}
      {isCall && <ActionInput step={step} path={path} onChange={(input) => set('input', input)} />}
      <Fields
        schema={kind.schema}
        path={path}
        value={config}
        without={isCall ? ['action', 'input'] : hasAccount ? ['account'] : []}
        onChange={(next) => {
          const { id, kind: of, title, when, retry, pinned, verify } = step
          const own = { id, kind: of, title, when, retry, pinned, verify }
          const kept = Object.fromEntries(
            Object.entries(own).filter(([, one]) => one !== undefined),
          )
          onChange({ ...kept, ...next } as unknown as Step)
        }}
      />
      {hasAccount && (
        <AliasField
          label={t('Account')}
          value={String(step['account'] ?? '')}
          required={kind.schema.required?.includes('account') ?? false}
          onChange={(alias) => set('account', alias)}
        />
      )}
      <details className="flow-more">
        <summary>{t('Condition, repetition and name in expressions')}</summary>
        <div className="form">
          <ExpressionField
            label={t('Only when')}
            path={`${path}/when`}
            value={step.when}
            required={false}
            whole
            help={t('Left out when this is false.')}
            onChange={(when) => set('when', when)}
          />
          <Retries step={step} path={path} onChange={(retry) => set('retry', retry)} />
          <IdField id={step.id} taken={taken} onRename={onRename} />
        </div>
      </details>
    </div>
  )
}

function ActionChoice({
  step,
  kinds,
  onChange,
}: {
  step: Step
  kinds: Kinds
  onChange: (step: Step) => void
}) {
  const catalog = useCatalog()
  const { readOnly } = useFormContext()
  const [choosing, setChoosing] = useState(false)
  const action = String(step['action'] ?? '')
  const info = catalog.action(action)
  return (
    <div className="field">
      <span className="flow-label">{t('Action')}</span>
      <div className="row">
        <span className="grow flow-action">
          <span>{action ? actionWords(action, catalog) : t('None chosen')}</span>
          <small>{action}</small>
        </span>
        {!readOnly && (
          <Button small onClick={() => setChoosing(true)}>
            {t('Choose another')}
          </Button>
        )}
      </div>
      {info && <p className="field-help">{info.description}</p>}
      {choosing && (
        <ActionPicker
          kinds={kinds}
          only="actions"
          onClose={() => setChoosing(false)}
          onPick={(pick) => {
            setChoosing(false)
            onChange({ ...step, action: pick.action })
          }}
        />
      )}
    </div>
  )
}

/** Beyond the manifest (a standard's, somebody else's) the input is written as JSON. */
function ActionInput({
  step,
  path,
  onChange,
}: {
  step: Step
  path: string
  onChange: (input: unknown) => void
}) {
  const catalog = useCatalog()
  const id = String(step['action'] ?? '')
  const info = catalog.action(id)
  const input = step['input']
  const plain = typeof input === 'object' && input !== null && !Array.isArray(input)
  if (!info || (input !== undefined && !plain))
    return (
      <ValueField
        schema={{ 'x-kind': 'json' } as Schema}
        name="input"
        label={t('Input')}
        path={`${path}/input`}
        value={input}
        onChange={onChange}
      />
    )
  return (
    <Fields
      key={id}
      schema={info.input}
      path={`${path}/input`}
      value={(input ?? {}) as Record<string, unknown>}
      labelOf={labelOf(catalog, id)}
      optionOf={optionOf(catalog, nounOf(id))}
      onChange={(next) => onChange(Object.keys(next).length > 0 ? next : undefined)}
    />
  )
}

function Retries({
  step,
  path,
  onChange,
}: {
  step: Step
  path: string
  onChange: (retry: unknown) => void
}) {
  const { readOnly } = useFormContext()
  const { retry } = step
  return (
    <>
      <Check
        label={t('Try again when it fails')}
        checked={retry !== undefined}
        disabled={readOnly}
        onChange={(on) => onChange(on ? { times: 3, pauseMs: 2000 } : undefined)}
      />
      {retry && (
        <ValueField
          schema={RETRY}
          name="retry"
          label={t('Repetition')}
          path={`${path}/retry`}
          value={retry}
          labelOf={(name) => RETRY_WORDS[name]?.() ?? name}
          optionOf={(_name, value) => value}
          onChange={onChange}
        />
      )}
    </>
  )
}
const RETRY: Schema = {
  type: 'object',
  properties: {
    times: { type: 'integer', minimum: 1, maximum: 20 },
    pauseMs: { type: 'integer', minimum: 0 },
    factor: { type: 'number', minimum: 1 },
    on: { type: 'array', items: { type: 'string', enum: [...CLASSES] } },
  },
  required: ['times', 'pauseMs'],
}
const RETRY_WORDS: Record<string, () => string> = {
  times: () => t('How often'),
  pauseMs: () => t('Pause before it (ms)'),
  factor: () => t('Each pause longer by the factor'),
  on: () => t('For these classes of errors'),
}

function IdField({
  id,
  taken,
  onRename,
}: {
  id: string
  taken: ReadonlySet<string>
  onRename: (id: string) => void
}) {
  const { readOnly } = useFormContext()
  const [text, setText] = useState(id)
  const wrong = !ID.test(text)
    ? t('Small letters, digits and _, beginning with a letter.')
    : text !== id && taken.has(text)
      ? t('Another step has this name.')
      : undefined
  return (
    <TextField
      label={t('Name in expressions')}
      help={`{{ steps.${id} }}`}
      value={text}
      error={wrong}
      readOnly={readOnly}
      onChange={setText}
      onBlur={() => {
        if (!wrong && text !== id) onRename(text)
      }}
    />
  )
}
