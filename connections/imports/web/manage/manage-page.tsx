import { useState } from 'react'
import {
  ConfirmDialog,
  Empty,
  ErrorState,
  Head,
  Loading,
  Page,
  go,
  queries,
  refreshActions,
  t,
  told,
  useAction,
  type Paged,
} from '#web'
import { kindTitle, type Source } from '../types.ts'
import { AccountSection } from './account-section.tsx'
import { ActionsSection } from './actions-section.tsx'
import { AboutDialog } from './about-dialog.tsx'
import { DifferenceDialog } from './difference-dialog.tsx'
import { EditRequests } from '../http/edit-page.tsx'
import { HealthSection } from './health-section.tsx'

/** One import: whether it answers, with which account, and what it can do. */
export function ManagePage({
  base,
  module,
  editing,
}: {
  base: string
  module: string
  editing: boolean
}) {
  const [open, setOpen] = useState<'about' | 'difference' | 'remove'>()
  const found = useAction<Paged<Source>>('imports.source.list', { module, limit: 1 })
  const source = found.data?.items[0]
  if (!source)
    return (
      <Page>
        <Head title={module} backTo={base} />
        {found.problem ? (
          <ErrorState problem={found.problem} onRetry={() => void found.refetch()} />
        ) : found.data ? (
          <Empty icon="link" title={t('Nothing of this name is imported')} />
        ) : (
          <Loading shape="page" />
        )}
      </Page>
    )
  if (editing && source.kind === 'http')
    return <EditRequests source={source} back={`${base}/${module}`} />
  return (
    <Page>
      <Head
        title={source.title}
        sub={[kindTitle(source.kind), source.server].join(' · ')}
        backTo={base}
        menu={[
          source.kind === 'http'
            ? {
                label: t('Change the requests'),
                icon: 'code',
                run: () => go(`${base}/${module}/requests`),
              }
            : {
                label: t('Look for changes there'),
                icon: 'refresh',
                run: () => setOpen('difference'),
              },
          { label: t('Name and rights'), icon: 'edit', run: () => setOpen('about') },
          { label: t('Remove'), icon: 'trash', danger: true, run: () => setOpen('remove') },
        ]}
      />
      <div className="body">
        <div className="column">
          <AccountSection source={source} />
          <HealthSection source={source} />
          <ActionsSection source={source} />
        </div>
      </div>
      {open === 'about' && <AboutDialog source={source} onClose={() => setOpen(undefined)} />}
      {open === 'difference' && (
        <DifferenceDialog source={source} onClose={() => setOpen(undefined)} />
      )}
      {open === 'remove' && (
        <ConfirmDialog
          title={t('Remove {name}?', { name: source.title })}
          text={t(
            'What it can do is gone here at once, and flows that use it stop with an error. Nothing changes there, and its linked account stays.',
          )}
          verb={t('Remove')}
          action="imports.source.remove"
          input={{ source: source.id }}
          onDone={() => {
            told(t('{name} is removed', { name: source.title }))
            go(base)
            void queries.invalidateQueries({ queryKey: ['manifest'] })
            refreshActions(['imports.', 'catalogue.', 'connectors.'])
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Page>
  )
}
