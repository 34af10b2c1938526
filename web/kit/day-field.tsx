import { Suspense, lazy } from 'react'
import { Field, type FieldProps } from './field.tsx'

const DayInput = lazy(() =>
  import('./day-input.tsx').then((module) => ({ default: module.DayInput })),
)

/** A calendar day, `2026-11-23`, in the page's language. */
export function DayField({
  value,
  onChange,
  ...field
}: FieldProps & { value: string; onChange: (day: string) => void }) {
  return (
    <Field {...field}>
      {(wires) => (
        <Suspense fallback={<input {...wires} className="input" value={value} readOnly />}>
          <DayInput wires={wires} value={value} onChange={onChange} time={false} />
        </Suspense>
      )}
    </Field>
  )
}
