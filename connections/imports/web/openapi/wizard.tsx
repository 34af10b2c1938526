import { useState } from 'react'
import { ErrorLine, TextField, go, queries, t, told, useAction, useCommand } from '#web'
import { AboutStep, isAboutReady, type About } from '../about-step.tsx'
import type { Source } from '../types.ts'
import { Wizard } from '../wizard.tsx'
import { DocumentStep } from './document-step.tsx'
import { OperationsStep } from './operations-step.tsx'
import { OverlayField, overlayOf } from './overlay-field.tsx'
import { StandardsStep, implementsOf } from './standards-step.tsx'
import { nameOfChosen, type Chosen, type Seen, type Standard, type StandsFor } from './types.ts'

/** From a document to a module of the operations that are wanted. */
export function OpenapiWizard({ base }: { base: string }) {
  const [at, setAt] = useState(0)
  const [seen, setSeen] = useState<Seen>()
  const [chosen, setChosen] = useState<Chosen[]>([])
  const [overlay, setOverlay] = useState('')
  const [standsFor, setStandsFor] = useState<StandsFor[]>([])
  const [server, setServer] = useState('')
  const [about, setAbout] = useState<About>({ name: '', title: '', open: 'nobody' })
  const standards = useAction<{ items: Standard[] }>('standards.interface.list')
  const install = useCommand<Source>('imports.openapi.install', {
    refresh: ['imports.', 'catalogue.', 'connectors.', 'standards.'],
    onDone: ({ module, title }) => {
      void queries.invalidateQueries({ queryKey: ['manifest'] })
      told(t('{name} is connected', { name: title }))
      go(`${base}/${module}`)
    },
  })
  const over = overlayOf(overlay)
  const take = (next: Seen) => {
    if (next.document !== seen?.document) setChosen([])
    setSeen(next)
    setServer(next.server ?? '')
    setAbout({ ...about, name: next.name, title: next.title })
  }
  const steps = [
    {
      title: t('Document'),
      ready: seen !== undefined,
      content: <DocumentStep seen={seen} onSeen={take} />,
    },
    {
      title: t('Operations'),
      ready: chosen.length > 0 && over.ok,
      content: seen && (
        <>
          <OperationsStep
            document={seen.document}
            overlay={over.value}
            chosen={chosen}
            onChange={setChosen}
          />
          <OverlayField value={overlay} onChange={setOverlay} />
        </>
      ),
    },
    {
      title: t('Standards'),
      ready: true,
      content: (
        <StandardsStep names={chosen.map(nameOfChosen)} value={standsFor} onChange={setStandsFor} />
      ),
    },
    {
      title: t('Name'),
      ready: isAboutReady(about) && URL.canParse(server),
      content: (
        <>
          <AboutStep value={about} onChange={setAbout} />
          <TextField
            label={t('Server')}
            required
            type="url"
            help={t('Where it answers, with the path that all its operations share.')}
            value={server}
            onChange={setServer}
          />
          <ErrorLine problem={install.problem} />
        </>
      ),
    },
  ]
  return (
    <Wizard
      title={t('Connect a service by its document')}
      sub={t('Choose what you need of it; it becomes a module of its own.')}
      backTo={base}
      steps={steps}
      at={at}
      onStep={setAt}
      busy={install.isPending}
      finish={{
        label: t('Connect'),
        run: () => {
          if (!seen) return
          const stands = implementsOf(standsFor, standards.data?.items ?? [])
          install.mutate({
            ...about,
            title: about.title.trim(),
            document: seen.document,
            server: server.trim().replace(/\/+$/, ''),
            operations: chosen.map(({ key, settings }) => ({
              key,
              ...(Object.keys(settings).length > 0 ? { settings } : {}),
            })),
            ...(over.value ? { overlay: over.value } : {}),
            ...(stands.length > 0 ? { implements: stands } : {}),
          })
        },
      }}
    />
  )
}
