import { useState } from 'react'
import {
  Button,
  Check,
  Dialog,
  ErrorLine,
  Icon,
  SidePanel,
  Tag,
  exactTime,
  refreshActions,
  t,
  told,
  useCatalog,
  useCommand,
} from '#web'
import type { Implementer, Standard } from './types.ts'

/** One standard: who implements it, which one is chosen, and how each stood the test. */
export function StandardPanel({ one, onClose }: { one: Standard; onClose: () => void }) {
  return (
    <SidePanel title={t(one.title)} onClose={onClose}>
      <div className="stack">
        <p>{t(one.description)}</p>
        {one.implementers.length === 0 && (
          <p className="muted">
            {t('Install an app that implements it from the catalogue, or ask its vendor to.')}
          </p>
        )}
        {one.implementers.map((each) => (
          <Implementation key={each.module} standard={one} each={each} />
        ))}
        <section className="section">
          <h2>{t('What it promises')}</h2>
          <ul className="standard-parts">
            {[...one.actions, ...one.events].map((id) => (
              <li key={id}>
                <code>{id}</code>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </SidePanel>
  )
}

function Implementation({ standard, each }: { standard: Standard; each: Implementer }) {
  const catalog = useCatalog()
  const [testing, setTesting] = useState(false)
  const done = () => refreshActions(['standards'])
  const choose = useCommand('standards.binding.set', {
    onDone: () => {
      done()
      told(t('{name} is used from now on', { name: catalog.title(each.module, each.title) }))
    },
  })
  const { badge } = each
  return (
    <section className="section">
      <h2>{catalog.title(each.module, each.title)}</h2>
      <p className="standard-state">
        {each.chosen && <Tag text={t('Used here')} tone="info" />}
        {badge && !badge.passed && <Tag text={t('Does not conform')} tone="danger" />}
        {badge?.passed && (
          <Tag
            text={badge.wrote ? t('Conforms') : t('Conforms when read')}
            tone={badge.current ? 'success' : 'plain'}
          />
        )}
        {!badge && <Tag text={t('Not tested')} tone="plain" />}
        <small className="muted">
          {badge
            ? badge.current
              ? t('tested {at}', { at: exactTime(badge.tested_at) })
              : t('an earlier version was tested')
            : each.publisher}
        </small>
      </p>
      {badge && (
        <ul className="standard-findings">
          {badge.findings.map((finding) => (
            <li key={`${finding.part} ${finding.says}`}>
              <Icon name={finding.ok ? 'check' : 'warning'} size={16} />
              <span>
                <code>{finding.part}</code> {finding.says}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="standard-buttons">
        {!each.chosen && catalog.can('standards.binding.set') && (
          <Button
            tone="primary"
            busy={choose.isPending}
            onClick={() => choose.mutate({ interface: standard.interface, module: each.module })}
          >
            {t('Use this one')}
          </Button>
        )}
        {catalog.can('standards.conformance.run') && (
          <Button icon="check" onClick={() => setTesting(true)}>
            {t('Test it')}
          </Button>
        )}
      </div>
      <ErrorLine problem={choose.problem} />
      {testing && <TestDialog standard={standard} each={each} onClose={() => setTesting(false)} />}
    </section>
  )
}

function TestDialog({
  standard,
  each,
  onClose,
}: {
  standard: Standard
  each: Implementer
  onClose: () => void
}) {
  const [write, setWrite] = useState(false)
  const run = useCommand<{ passed: boolean }>('standards.conformance.run', {
    onDone: ({ passed }) => {
      refreshActions(['standards'])
      told(passed ? t('It conforms') : t('It does not conform; see what was found'))
      onClose()
    },
  })
  return (
    <Dialog title={t('Test conformance')} onClose={onClose}>
      <p>{t('Its contract is compared with the standard, then its answers are.')}</p>
      <Check
        label={t('Also write')}
        help={t('Makes a record called “Tenon conformance …” and leaves it.')}
        checked={write}
        onChange={setWrite}
      />
      <ErrorLine problem={run.problem} />
      <div className="form-foot">
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button
          tone="primary"
          busy={run.isPending}
          onClick={() => run.mutate({ interface: standard.interface, module: each.module, write })}
        >
          {t('Test it')}
        </Button>
      </div>
    </Dialog>
  )
}
