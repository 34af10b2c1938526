import './apps.css'
import { useState } from 'react'
import {
  Button,
  Icon,
  Loading,
  SchemaForm,
  Uploads,
  addWords,
  isChinese,
  t,
  upload,
  useAction,
  useCommand,
  type FileInfo,
  type Schema,
} from '#web'
import zh from './zh.json'

addWords(zh)

interface Form {
  title: string
  intro?: string
  organisation: string
  schema: Schema
  zh: Record<string, string>
}

/** A shared form as somebody outside fills it in; the secret stands behind `#`, which no log holds. */
export function Open() {
  const form = location.hash.slice(1)
  const { data, problem } = useAction<Form>('apps.form.show', { form })
  const [round, setRound] = useState(0)
  const [done, setDone] = useState(false)
  if (problem)
    return (
      <div className="entry-card open-form">
        <h1>{t('This form is not open')}</h1>
        <p>{t('Ask whoever sent you the link for a new one.')}</p>
      </div>
    )
  if (!data)
    return (
      <div className="entry-card open-form">
        <Loading rows={6} />
      </div>
    )
  return (
    <div className="entry-card open-form">
      <div>
        <p className="muted">{data.organisation}</p>
        <h1>{data.title}</h1>
      </div>
      {data.intro && <p className="intro">{data.intro}</p>}
      {done ? (
        <div className="stack" role="status">
          <p className="row">
            <Icon name="check" size={20} />
            {t('Thank you. It has arrived.')}
          </p>
          <Button
            onClick={() => {
              setRound(round + 1)
              setDone(false)
            }}
          >
            {t('Fill it in once more')}
          </Button>
        </div>
      ) : (
        <Fill key={round} form={form} shown={data} onDone={() => setDone(true)} />
      )}
    </div>
  )
}

function Fill({ form, shown, onDone }: { form: string; shown: Form; onDone: () => void }) {
  const submit = useCommand('apps.form.submit', { refresh: [], onDone })
  const own = (key: string): string | undefined => (isChinese() ? shown.zh[key] : undefined)
  const titles = (name: string) =>
    shown.schema.properties?.[name]?.['x-titles'] as Record<string, string> | undefined
  const send = (file: File, onProgress: (share: number) => void) =>
    upload<FileInfo>(file, { form }, onProgress, 'apps.form.upload')
  return (
    <Uploads value={send}>
      <SchemaForm
        schema={shown.schema}
        label={(name, schema) => own(name) ?? schema.title ?? name}
        option={(name, value) => own(`${name}.${value}`) ?? titles(name)?.[value] ?? value}
        problem={submit.problem}
        onSubmit={(values) => submit.mutate({ form, values })}
      >
        <div className="form-foot">
          <Button submit tone="primary" busy={submit.isPending}>
            {t('Send')}
          </Button>
        </div>
      </SchemaForm>
    </Uploads>
  )
}
