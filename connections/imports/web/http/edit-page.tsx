import { useState } from 'react'
import {
  Button,
  ErrorLine,
  Head,
  Loading,
  Page,
  go,
  queries,
  t,
  told,
  useAction,
  useCommand,
} from '#web'
import type { Source } from '../types.ts'
import { RequestsStep, areRequestsReady, requestsOf } from './requests-step.tsx'
import { draftOf, type Declared, type Draft } from './types.ts'

/** The requests of an import as they were written, to write on. */
export function EditRequests({ source, back }: { source: Source; back: string }) {
  const full = useAction<Source & { plan: { requests?: Declared[] } }>('imports.source.get', {
    source: source.id,
  })
  const [edited, setEdited] = useState<Draft[]>()
  const save = useCommand('imports.http.replace', {
    refresh: ['imports.', 'catalogue.'],
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ['manifest'] })
      told(t('Saved'))
      go(back)
    },
  })
  const drafts =
    edited ?? full.data?.plan.requests?.map((request, index) => draftOf(request, index + 1))
  return (
    <Page>
      <Head title={source.title} sub={t('Requests')} backTo={back} />
      <div className="body">
        <div className="column imports-wizard">
          <ErrorLine problem={full.problem} />
          {!drafts && !full.problem && <Loading rows={6} />}
          {drafts && (
            <RequestsStep
              server={source.server}
              account={source.account}
              drafts={drafts}
              onChange={setEdited}
            />
          )}
          <ErrorLine problem={save.problem} />
          <div className="form-foot">
            <Button onClick={() => go(back)}>{t('Cancel')}</Button>
            <Button
              tone="primary"
              busy={save.isPending}
              disabled={!edited || !areRequestsReady(edited) || save.isPending}
              onClick={() =>
                edited && save.mutate({ source: source.id, requests: requestsOf(edited) })
              }
            >
              {t('Save')}
            </Button>
          </div>
        </div>
      </div>
    </Page>
  )
}
