import { useState } from 'react'
import { Empty, ErrorState, Head, Link, Loading, Page, t, useAction } from '#web'
import { Editor } from './editor.tsx'
import { useKinds } from './kinds.ts'
import { useVersion } from './samples.ts'
import type { FlowRow } from './types.ts'

/** One flow: loaded, then edited as its published version plus what is not published yet. */
export function EditorPage({ id }: { id: string }) {
  const flow = useAction<FlowRow>('flows.flow.get', { flow: id })
  const { version, problem } = useVersion(flow.data?.id, flow.data?.version)
  const { kinds, problem: unknown } = useKinds()
  const [turn, setTurn] = useState(0)
  const wrong = flow.problem ?? problem ?? unknown
  if (wrong)
    return (
      <Page>
        <Head title={t('Flow')} backTo="/flows" />
        {wrong.code === 'notFound' ? (
          <Empty
            icon="search"
            title={t('There is no such flow')}
            action={
              <Link className="button" to="/flows">
                {t('To the flows')}
              </Link>
            }
          >
            {t('It may have been deleted, or it is not yours to see.')}
          </Empty>
        ) : (
          <ErrorState problem={wrong} onRetry={() => void flow.refetch()} />
        )}
      </Page>
    )
  if (!flow.data || !version || !kinds || version.number !== flow.data.version)
    return (
      <Page>
        <Loading shape="page" />
      </Page>
    )
  return (
    <Editor
      key={`${id} ${version.number} ${turn}`}
      flow={flow.data}
      published={version}
      kinds={kinds}
      onAnew={() => setTurn(turn + 1)}
    />
  )
}
