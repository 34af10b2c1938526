import { useId, type ComponentProps, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { t } from './language.ts'

export interface FieldProps {
  label: string
  help?: ReactNode
  error?: string | undefined
  required?: boolean | undefined
  hideLabel?: boolean
}

/** Label above, control, help in grey below, the error beside it. `children` gets the ids to wire. */
export function Field({
  label,
  help,
  error,
  required,
  hideLabel,
  children,
}: FieldProps & {
  children: (wires: {
    id: string
    'aria-describedby'?: string
    'aria-invalid'?: true
    'aria-required'?: true
  }) => ReactNode
}) {
  const id = useId()
  const note = error || help ? `${id}-note` : undefined
  return (
    <div className={`field ${error ? 'wrong' : ''}`}>
      <label htmlFor={id} className={hideLabel ? 'unseen' : ''}>
        {label}
        {required && (
          <span className="required" aria-hidden title={t('Required')}>
            {' '}
            *
          </span>
        )}
      </label>
      {children({
        id,
        ...(note ? { 'aria-describedby': note } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
        ...(required ? { 'aria-required': true as const } : {}),
      })}
      {note && (
        <p id={note} className={error ? 'field-error' : 'field-help'}>
          {error && <Icon name="warning" size={14} />}
          {error ?? help}
        </p>
      )}
    </div>
  )
}

type Text = Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'required'> &
  FieldProps & { value: string; onChange: (value: string) => void }

export function TextField({
  label,
  help,
  error,
  required,
  hideLabel,
  onChange,
  className = '',
  ...rest
}: Text) {
  return (
    <Field {...{ label, help, error, required }} {...(hideLabel ? { hideLabel } : {})}>
      {(wires) => (
        <input
          {...rest}
          {...wires}
          className={`input ${className}`}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

export function SelectField({
  label,
  help,
  error,
  required,
  hideLabel,
  value,
  onChange,
  options,
  empty,
  ...rest
}: FieldProps & {
  value: string
  onChange: (value: string) => void
  options: { value: string; label: string }[]
  empty?: string
} & Omit<ComponentProps<'select'>, 'onChange' | 'value' | 'required'>) {
  return (
    <Field {...{ label, help, error, required }} {...(hideLabel ? { hideLabel } : {})}>
      {(wires) => (
        <select
          {...rest}
          {...wires}
          className="input select"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export function Check({
  label,
  checked,
  onChange,
  help,
  ...rest
}: Omit<ComponentProps<'input'>, 'onChange'> & {
  label: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  help?: string
}) {
  return (
    <label className="check">
      <input
        {...rest}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {label}
        {help && <small>{help}</small>}
      </span>
    </label>
  )
}

/** A group of a few exclusive choices, all in sight. */
export function Segmented<V extends string>({
  label,
  value,
  onChange,
  options,
}: {
  label: string
  value: V
  onChange: (value: V) => void
  options: { value: V; label: string; icon?: string }[]
}) {
  const name = useId()
  return (
    <fieldset className="segmented">
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? 'on' : ''}>
          <input
            type="radio"
            aria-label={option.label}
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.icon && <Icon name={option.icon} size={16} />}
          {option.icon ? <span className="words">{option.label}</span> : option.label}
        </label>
      ))}
    </fieldset>
  )
}
