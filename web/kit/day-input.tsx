import ConfigProvider from 'antd/es/config-provider'
import DatePicker from 'antd/es/date-picker'
import dayjs from 'dayjs'
import { antdTheme, useAntdLocale } from './antd-theme.ts'
import { t } from './language.ts'

interface Wires {
  id: string
  'aria-describedby'?: string
}

/** antd's calendar, on demand, because the browser's own speaks its own language and not the page's. */
export function DayInput({
  wires,
  value,
  onChange,
  time,
}: {
  wires: Wires
  value: string
  onChange: (value: string) => void
  time: boolean
}) {
  const at = value ? dayjs(value) : null
  return (
    <ConfigProvider theme={antdTheme()} locale={useAntdLocale()}>
      <DatePicker
        id={wires.id}
        className="day-input"
        value={at?.isValid() ? at : null}
        showTime={time ? { format: 'HH:mm' } : false}
        format={time ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD'}
        placeholder={t(time ? 'Day and time' : 'Day')}
        getPopupContainer={(trigger) => trigger.closest('dialog') ?? document.body}
        onChange={(next) =>
          onChange(
            !next || Array.isArray(next)
              ? ''
              : time
                ? next.toISOString()
                : next.format('YYYY-MM-DD'),
          )
        }
      />
    </ConfigProvider>
  )
}
