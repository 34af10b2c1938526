import { useState } from 'react'
import { ErrorLine, TextField, go, queries, t, told, useCommand } from '#web'
import { AboutStep, isAboutReady, type About } from '../about-step.tsx'
import { AccountChoice } from '../account-choice.tsx'
import type { Source } from '../types.ts'
import { Wizard } from '../wizard.tsx'
import { RequestsStep, areRequestsReady, requestsOf } from './requests-step.tsx'
import { newDraft, type Draft } from './types.ts'

/** For a service without a document: what it answers, written down. */
export function HttpWizard({ base }: { base: string }) {
  const [at, setAt] = useState(0)
  const [server, setServer] = useState('')
  const [account, setAccount] = useState<{ id: string; title: string }>()
  const [drafts, setDrafts] = useState<Draft[]>([newDraft(1)])
  const [about, setAbout] = useState<About>({ name: '', title: '', open: 'nobody' })
  const install = useCommand<Source>('imports.http.install', {
    refresh: ['imports.', 'catalogue.', 'connectors.'],
    onDone: ({ module, title }) => {
      void queries.invalidateQueries({ queryKey: ['manifest'] })
      told(t('{name} is connected', { name: title }))
      go(`${base}/${module}`)
    },
  })
  const address = server.trim().replace(/\/+$/, '')
  const steps = [
    {
      title: t('Service'),
      ready: URL.canParse(address) && /^https?:/.test(address),
      content: (
        <div className="form">
          <TextField
            label={t('Server')}
            required
            type="url"
            placeholder="https://api.example.com"
            help={t('Where it answers, with the path that all its operations share.')}
            value={server}
            onChange={setServer}
          />
          <AccountChoice
            connectors={['http']}
            none={t('None: it is asked without signing in')}
            value={account?.id}
            onChange={setAccount}
            origin={address}
          />
        </div>
      ),
    },
    {
      title: t('Requests'),
      ready: areRequestsReady(drafts),
      content: (
        <RequestsStep server={address} account={account?.id} drafts={drafts} onChange={setDrafts} />
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
      title={t('Connect any service')}
      sub={t('Each request that you write down becomes an action.')}
      backTo={base}
      steps={steps}
      at={at}
      onStep={setAt}
      busy={install.isPending}
      finish={{
        label: t('Connect'),
        run: () =>
          install.mutate({
            ...about,
            title: about.title.trim(),
            server: address,
            requests: requestsOf(drafts),
            ...(account ? { account: account.id } : {}),
          }),
      }}
    />
  )
}
