import { useState } from 'react'
import {
  Button,
  Check,
  ErrorLine,
  Icon,
  call,
  go,
  numberText,
  refreshActions,
  t,
  tn,
  type Problem,
} from '#web'
import { useCustomFields } from './departments.ts'
import { ImportColumns } from './import-columns.tsx'
import { ImportRows } from './import-rows.tsx'
import { Steps } from './import-steps.tsx'
import type { Preview } from './import-words.ts'

interface Props {
  preview: Preview
  onPreview: (next: Preview) => void
  onChanged: () => void
  base: string
}

/** Second step: what each column holds, what each row means, and what is wrong. */
export function ImportCheck({ preview, onPreview, onChanged, base }: Props) {
  const custom = useCustomFields() ?? []
  const [skip, setSkip] = useState(false)
  const [busy, setBusy] = useState<'map' | 'apply' | 'forget'>()
  const [problem, setProblem] = useState<Problem>()
  const { errors, to_create, to_update } = preview
  const named = preview.columns.some(
    ({ field }) => field === 'name' || field === 'first_name' || field === 'last_name',
  )
  const count = to_create + to_update
  const ready = named && count > 0 && (errors === 0 || skip)

  const run = async <V,>(
    what: 'map' | 'apply' | 'forget',
    action: string,
    input: object,
    done: (value: V) => void,
  ) => {
    setBusy(what)
    setProblem(undefined)
    const answer = await call<V>(action, { import: preview.import, ...input })
    setBusy(undefined)
    if (!answer.ok) return setProblem(answer.problem)
    refreshActions(['directory.import.rows', 'directory.import.list'])
    done(answer.value)
  }
  const choose = (heading: string, field: string) => {
    const kept = preview.columns.filter(
      (one) => one.heading !== heading && one.field && one.field !== field,
    )
    const mapping = {
      ...Object.fromEntries(kept.map((one) => [one.heading, one.field])),
      ...(field ? { [heading]: field } : {}),
    }
    void run<Preview>('map', 'directory.import.map', { mapping }, onPreview)
  }
  return (
    <>
      <div className="body">
        <div className="column wide">
          <Steps at={2} />
          <Counts preview={preview} />
          {!named && (
            <p className="error-line" role="alert">
              <Icon name="warning" size={16} />
              {t('No column holds the names. Choose it below.')}
            </p>
          )}
          <section className="section">
            <h2>{t('What the columns hold')}</h2>
            <ImportColumns
              columns={preview.columns}
              custom={custom}
              busy={busy === 'map'}
              onChoose={choose}
            />
          </section>
          {preview.departments.length > 0 && (
            <section className="section">
              <h2>
                {tn(
                  preview.departments.length,
                  '{n} department will be created',
                  '{n} departments will be created',
                )}
              </h2>
              <ul className="places">
                {preview.departments.map((path) => (
                  <li key={path} className="tag">
                    {path}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <ImportRows preview={preview} custom={custom} />
        </div>
      </div>
      <footer className="import-foot">
        <div className="grow">
          {errors > 0 && (
            <Check
              label={tn(errors, 'Leave out {n} row with errors', 'Leave out {n} rows with errors')}
              checked={skip}
              onChange={setSkip}
            />
          )}
          <ErrorLine problem={problem} />
        </div>
        <Button
          busy={busy === 'forget'}
          onClick={() => void run('forget', 'directory.import.cancel', {}, () => go(base))}
        >
          {t('Cancel')}
        </Button>
        <Button
          tone="primary"
          busy={busy === 'apply'}
          disabled={!ready || busy !== undefined}
          onClick={() =>
            void run(
              'apply',
              'directory.import.apply',
              skip ? { skip_errors: true } : {},
              onChanged,
            )
          }
        >
          {count === 0
            ? t('Nothing to import')
            : tn(count, 'Import {n} person', 'Import {n} people')}
        </Button>
      </footer>
    </>
  )
}

function Counts({ preview }: { preview: Preview }) {
  const { to_create, to_update, unchanged, errors } = preview
  return (
    <dl className="counts">
      <Count label={t('New')} value={to_create} icon="plus" tone="success" />
      <Count label={t('Changes')} value={to_update} icon="edit" tone="accent" />
      <Count label={t('As it is')} value={unchanged} icon="check" />
      <Count
        label={t('With errors')}
        value={errors}
        icon="warning"
        tone={errors > 0 ? 'danger' : ''}
      />
    </dl>
  )
}

export function Count({
  label,
  value,
  icon,
  tone = '',
}: {
  label: string
  value: number
  icon: string
  tone?: string
}) {
  return (
    <div className={`count-box ${value > 0 ? tone : ''}`}>
      <dt>
        <Icon name={icon} size={16} />
        {label}
      </dt>
      <dd>{numberText(value)}</dd>
    </div>
  )
}
