import { useEffect, useId, useState } from 'react'
import { TextField, t } from '#web'

/** A time on a 24-hour clock, typed as `9`, `930` or `09:30`, or chosen from the half hours. */
export function TimeField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (clock: string) => void
}) {
  const [text, setText] = useState(value)
  const list = useId()
  useEffect(() => setText(value), [value])
  const wrong = readClock(text) === undefined ? t('Write a time such as 09:30.') : undefined
  return (
    <>
      <TextField
        label={label}
        required
        inputMode="numeric"
        autoComplete="off"
        list={list}
        error={wrong}
        value={text}
        onChange={(next) => {
          setText(next)
          const clock = next.length >= 5 ? readClock(next) : undefined
          if (clock) onChange(clock)
        }}
        onBlur={() => {
          const clock = readClock(text)
          if (clock) onChange(clock)
          if (clock) setText(clock)
        }}
      />
      <datalist id={list}>
        {HALF_HOURS.map((clock) => (
          <option key={clock} value={clock} />
        ))}
      </datalist>
    </>
  )
}

const HALF_HOURS = Array.from(
  { length: 48 },
  (_, n) => `${String(Math.floor(n / 2)).padStart(2, '0')}:${n % 2 ? '30' : '00'}`,
)

function readClock(text: string): string | undefined {
  const [, hours = '', minutes = '00'] = /^(\d{1,2}?)[:：.]?(\d{2})?$/.exec(text.trim()) ?? []
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return undefined
  return `${hours.padStart(2, '0')}:${minutes}`
}
