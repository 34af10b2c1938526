import { useRef, useState } from 'react'
import {
  Button,
  ErrorLine,
  Field,
  Head,
  Icon,
  Page,
  base64Of,
  call,
  go,
  queries,
  refreshActions,
  sizeText,
  t,
  type Problem,
  saveText,
} from '#web'
import { Steps } from './import-steps.tsx'
import type { Preview } from './import-words.ts'

/** The same as the server's limit for one body, less what base64 adds. */
const BYTES_MAX = 15_000_000

/** First step: a file by press or drop, or a pasted list. */
export function ImportStart({ base }: { base: string }) {
  const [busy, setBusy] = useState('')
  const [over, setOver] = useState(false)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const input = useRef<HTMLInputElement>(null)

  const start = async (name: string, source: object) => {
    setBusy(name)
    setProblem(undefined)
    const answer = await call<Preview>('directory.import.start', { ...source })
    setBusy('')
    if (!answer.ok) return setProblem(answer.problem)
    refreshActions(['directory.import'])
    queries.setQueryData(['directory.import.preview', answer.value.import], answer.value)
    go(`${base}/${answer.value.import}`, { replace: true })
  }
  const take = async (file: File | undefined) => {
    if (!file) return
    if (file.size > BYTES_MAX) return setProblem(tooLarge(file.size))
    await start(file.name, { file_name: file.name, content: await base64Of(file) })
  }
  return (
    <Page>
      <Head
        backTo={base}
        title={t('Import people')}
        sub={t('Nothing changes until you have seen what will happen.')}
      />
      <div className="body">
        <div className="column">
          <Steps at={1} />
          <div
            className={`drop ${over ? 'over' : ''}`}
            onDragOver={(event) => {
              event.preventDefault()
              setOver(true)
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(event) => {
              event.preventDefault()
              setOver(false)
              void take(event.dataTransfer.files[0])
            }}
          >
            <span className="state-icon">
              <Icon name="upload" size={28} />
            </span>
            <p className="state-title">
              {busy ? t('Reading {name}', { name: busy }) : t('Drop an Excel or CSV file here')}
            </p>
            <p className="muted">
              {t(
                'Any headings, in any order, in Chinese or English. The first row names the columns.',
              )}
            </p>
            <input
              ref={input}
              type="file"
              accept=".csv,.xlsx,.txt,text/csv"
              className="unseen"
              tabIndex={-1}
              aria-label={t('File')}
              onChange={(event) => {
                void take(event.target.files?.[0])
                event.target.value = ''
              }}
            />
            <Button tone="primary" busy={busy !== ''} onClick={() => input.current?.click()}>
              {t('Choose a file')}
            </Button>
          </div>
          <ErrorLine problem={problem} />
          <details className="paste">
            <summary>{t('Or paste rows from a spreadsheet')}</summary>
            <form
              className="form"
              onSubmit={(event) => {
                event.preventDefault()
                if (text.trim()) void start(t('Pasted list'), { text })
              }}
            >
              <Field label={t('Rows, with the headings first')}>
                {(wires) => (
                  <textarea
                    {...wires}
                    className="input area code"
                    rows={6}
                    value={text}
                    onChange={(event) => setText(event.target.value)}
                  />
                )}
              </Field>
              <div className="form-foot">
                <Button submit disabled={!text.trim() || busy !== ''}>
                  {t('Read the rows')}
                </Button>
              </div>
            </form>
          </details>
          <p className="muted">
            {t('No list at hand?')}{' '}
            <button
              type="button"
              className="bare linklike"
              onClick={() => saveText(t('people-example.csv'), example())}
            >
              {t('Download an example')}
            </button>
          </p>
        </div>
      </div>
    </Page>
  )
}

const example = () =>
  [
    [
      t('Staff number'),
      t('Full name'),
      t('Department'),
      t('Job title'),
      t('Manager'),
      t('E-mail'),
      t('Mobile'),
      t('Hired on'),
    ],
    [
      'A001',
      t('Li Ming'),
      t('Sales'),
      t('Sales manager'),
      '',
      'li.ming@example.com',
      '13800001111',
      '2022-03-01',
    ],
    [
      'A002',
      'Eva Berg',
      t('Sales/Europe'),
      t('Sales'),
      'A001',
      'eva.berg@example.com',
      '+46 70 000 0000',
      '2024-08-12',
    ],
  ]
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n')

const tooLarge = (size: number): Problem => ({
  code: 'invalid',
  status: 413,
  id: '',
  detail: t('The file has {size}; {most} is the most.', {
    size: sizeText(size),
    most: sizeText(BYTES_MAX),
  }),
  fix: t('Save it as CSV, or split it.'),
})
