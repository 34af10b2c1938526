import { Field } from '#web'

interface Props {
  label: string
  help?: string
  required?: boolean
  value: string
  onChange(value: string): void
  placeholder?: string
}

/** Several addresses, one a line. */
export function LinesField({ label, help, required, value, onChange, placeholder }: Props) {
  return (
    <Field label={label} {...(help ? { help } : {})} {...(required ? { required } : {})}>
      {(wires) => (
        <textarea
          {...wires}
          className="input code"
          rows={Math.min(6, value.split('\n').length + 1)}
          spellCheck={false}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
