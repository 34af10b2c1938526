import { useEffect, useState } from 'react'
import {
  Empty,
  ErrorState,
  Head,
  Loading,
  Page,
  call,
  queries,
  refreshActions,
  t,
  useAction,
  type Problem,
} from '#web'
import { ImportCheck } from './import-check.tsx'
import { ImportProgress } from './import-progress.tsx'
import { ImportResult } from './import-result.tsx'
import { Steps } from './import-steps.tsx'
import type { ImportRecord, Preview } from './import-words.ts'

const POLL_MS = 700

/** One import, wherever it stands: to be checked, running, done or undone. */
export function ImportView({ id, base }: { id: string; base: string }) {
  const {
    data: record,
    problem,
    refetch,
    isLoading,
  } = useAction<ImportRecord>('directory.import.get', { import: id })
  const moving = record?.status === 'applying' || record?.status === 'cancelling'
  useEffect(() => {
    if (!moving) return
    const timer = setInterval(() => void refetch(), POLL_MS)
    return () => {
      clearInterval(timer)
      refreshActions(['directory.person', 'directory.department', 'directory.import.list'])
    }
  }, [moving, refetch])
  const done = record && !moving && record.status !== 'ready'
  return (
    <Page>
      <Head
        backTo={base}
        title={record?.file_name ?? t('Import people')}
        sub={record && t('{n} rows', { n: record.rows })}
      />
      {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
      {isLoading && <Loading shape="page" />}
      {record?.status === 'ready' && (
        <Checking record={record} onChanged={() => void refetch()} base={base} />
      )}
      {record && (moving || done) && (
        <div className="body">
          <div className="column">
            <Steps at={moving ? 3 : 4} />
            {moving ? (
              <ImportProgress record={record} onChanged={() => void refetch()} />
            ) : (
              <ImportResult record={record} base={base} onChanged={() => void refetch()} />
            )}
          </div>
        </div>
      )}
    </Page>
  )
}

/** The preview comes with the upload; after a reload the same mapping gives it again. */
function Checking({
  record,
  onChanged,
  base,
}: {
  record: ImportRecord
  onChanged: () => void
  base: string
}) {
  const key = ['directory.import.preview', record.id]
  const [preview, setPreview] = useState(() => queries.getQueryData<Preview>(key))
  const [problem, setProblem] = useState<Problem>()
  const [again, setAgain] = useState(0)
  useEffect(() => {
    if (preview) return
    let here = true
    void call<Preview>('directory.import.map', { import: record.id, mapping: record.mapping }).then(
      (answer) => {
        if (!here) return
        if (answer.ok) setPreview(answer.value)
        else setProblem(answer.problem)
      },
    )
    return () => {
      here = false
    }
  }, [preview, record.id, record.mapping, again])
  const take = (next: Preview) => {
    queries.setQueryData(key, next)
    setPreview(next)
  }
  if (problem)
    return (
      <ErrorState
        problem={problem}
        onRetry={() => {
          setProblem(undefined)
          setAgain(again + 1)
        }}
      />
    )
  if (!preview) return <Loading shape="page" />
  if (preview.rows === 0)
    return (
      <Empty icon="file" title={t('The file has no rows')}>
        {t('Choose another file: below the headings there must be people.')}
      </Empty>
    )
  return <ImportCheck preview={preview} onPreview={take} onChanged={onChanged} base={base} />
}
