import { useState } from 'react'
import { ErrorLine, ErrorState, Loading, go, queries, t, told, useAction, useCommand } from '#web'
import { AboutStep, isAboutReady, type About } from '../about-step.tsx'
import { AccountChoice } from '../account-choice.tsx'
import { StandardsStep, implementsOf } from '../openapi/standards-step.tsx'
import type { Standard, StandsFor } from '../openapi/types.ts'
import type { Inspection, Source, StatementChoice, TableChoice } from '../types.ts'
import { Wizard } from '../wizard.tsx'
import { StatementsStep, type Draft } from './statements-step.tsx'
import { isStatementReady } from './statement-card.tsx'
import { isTableReady } from './table-card.tsx'
import { TablesStep } from './tables-step.tsx'

const DATABASES = ['postgresql', 'mysql']

/** From an account of a database to a module of its tables. */
export function SqlWizard({ base }: { base: string }) {
  const [at, setAt] = useState(0)
  const [account, setAccount] = useState<{ id: string; title: string }>()
  const [tables, setTables] = useState<TableChoice[]>([])
  const [drafts, setDrafts] = useState<Draft[]>([])
  const [standsFor, setStandsFor] = useState<StandsFor[]>([])
  const standards = useAction<{ items: Standard[] }>('standards.interface.list')
  const [about, setAbout] = useState<About>({ name: '', title: '', open: 'nobody' })
  const seen = useAction<Inspection>(
    'imports.sql.inspect',
    account && at > 0 ? { account: account.id } : undefined,
  )
  const install = useCommand<Source>('imports.sql.install', {
    refresh: ['imports.', 'catalogue.', 'connectors.'],
    onDone: ({ module, title }) => {
      void queries.invalidateQueries({ queryKey: ['manifest'] })
      told(t('{name} is connected', { name: title }))
      go(`${base}/${module}`)
    },
  })
  const chosen = withoutTwins(tables)
  const steps = [
    {
      title: t('Database'),
      ready: account !== undefined,
      content: (
        <AccountChoice
          connectors={DATABASES}
          value={account?.id}
          onChange={(next) => {
            if (next?.id !== account?.id) setTables([])
            setAccount(next)
          }}
        />
      ),
    },
    {
      title: t('Tables'),
      ready: tables.length > 0 && chosen && tables.every(isTableReady),
      content: seen.problem ? (
        <ErrorState problem={seen.problem} onRetry={() => void seen.refetch()} />
      ) : !seen.data || !account ? (
        <Loading rows={6} />
      ) : (
        <TablesStep
          account={account.id}
          inspection={seen.data}
          chosen={tables}
          onChange={setTables}
        />
      ),
    },
    {
      title: t('Writing'),
      ready: drafts.every(isStatementReady),
      content: seen.data && account && (
        <StatementsStep
          account={account.id}
          inspection={seen.data}
          tables={tables}
          drafts={drafts}
          onChange={setDrafts}
        />
      ),
    },
    {
      title: t('Standards'),
      ready: true,
      content: (
        <StandardsStep
          names={[
            ...tables.flatMap(({ noun }) => [`${noun}.list`, `${noun}.get`]),
            ...drafts.map(({ noun, verb }) => `${noun}.${verb}`),
          ]}
          value={standsFor}
          onChange={setStandsFor}
        />
      ),
    },
    {
      title: t('Name'),
      ready: isAboutReady(about),
      content: (
        <>
          <AboutStep value={about} onChange={setAbout} />
          <ErrorLine problem={install.problem} />
        </>
      ),
    },
  ]
  return (
    <Wizard
      title={t('Connect a database')}
      sub={t('Its tables are read where they are; nothing is copied.')}
      backTo={base}
      steps={steps}
      at={at}
      onStep={(next) => {
        if (next === 1 && about.title === '' && account)
          setAbout({ ...about, title: account.title })
        setAt(next)
      }}
      busy={install.isPending}
      finish={{
        label: t('Connect'),
        run: () => {
          if (!account) return
          const stands = implementsOf(standsFor, standards.data?.items ?? [])
          install.mutate({
            ...about,
            title: about.title.trim(),
            account: account.id,
            tables,
            statements: drafts.map(sent),
            ...(stands.length > 0 ? { implements: stands } : {}),
          })
        },
      }}
    />
  )
}

export const withoutTwins = (tables: readonly TableChoice[]): boolean =>
  new Set(tables.map(({ noun }) => noun)).size === tables.length

export const sent = ({ at: _at, clicked: _clicked, title, ...rest }: Draft): StatementChoice => ({
  ...rest,
  title: title.trim(),
})
