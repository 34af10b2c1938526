import { useEffect, useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  Loading,
  RecordPicker,
  Segmented,
  t,
  told,
  useAction,
  useCommand,
  type Paged,
} from '#web'
import { type Account, type Share } from './types.ts'

const REACHES = ['owner', 'named', 'organisation'] as const

/** Who may use it beside its owner. None of them sees the credential. */
export function UseDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { data, problem } = useAction<Paged<Share>>('vault.share.list', {
    where: { account: account.id },
    limit: 500,
  })
  const [reach, setReach] = useState(account.reach)
  const [people, setPeople] = useState<string[]>()
  const [departments, setDepartments] = useState<string[]>([])
  const [owner, setOwner] = useState([account.owner])
  useEffect(() => {
    if (!data || people) return
    setPeople(data.items.flatMap(({ person }) => person ?? []))
    setDepartments(data.items.flatMap(({ department }) => department ?? []))
  }, [data, people])
  const share = useCommand('vault.account.share', {
    refresh: ['vault.'],
    onDone: () => {
      told(t('Saved'))
      onClose()
    },
  })
  return (
    <Dialog title={t('Who may use “{name}”', { name: account.title })} onClose={onClose}>
      {problem && <ErrorLine problem={problem} />}
      {!people && !problem && <Loading rows={4} />}
      {people && (
        <div className="form">
          <p className="muted">
            {t('They use it in flows and apps. The credential itself is shown to nobody.')}
          </p>
          <Segmented
            label={t('Who may use it')}
            value={reach}
            onChange={setReach}
            options={REACHES.map((value) => ({ value, label: shortTitle(value) }))}
          />
          {reach === 'named' && (
            <>
              <Field label={t('People')}>
                {(wires) => (
                  <RecordPicker
                    entity="directory.person"
                    many
                    value={people}
                    onChange={setPeople}
                    without={[account.owner]}
                    wires={wires}
                  />
                )}
              </Field>
              <Field label={t('Departments')}>
                {(wires) => (
                  <RecordPicker
                    entity="directory.department"
                    many
                    value={departments}
                    onChange={setDepartments}
                    wires={wires}
                  />
                )}
              </Field>
            </>
          )}
          <Field
            label={t('Owner')}
            help={t('Hand it over before you leave, so that what uses it goes on.')}
          >
            {(wires) => (
              <RecordPicker
                entity="directory.person"
                value={owner}
                onChange={setOwner}
                wires={wires}
              />
            )}
          </Field>
          <ErrorLine problem={share.problem} />
          <div className="form-foot">
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button
              tone="primary"
              busy={share.isPending}
              disabled={owner.length !== 1 || share.isPending}
              onClick={() =>
                share.mutate({
                  account: account.id,
                  reach,
                  ...(reach === 'named' ? { people, departments } : {}),
                  ...(owner[0] && owner[0] !== account.owner ? { owner: owner[0] } : {}),
                })
              }
            >
              {t('Save')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}

/** Three that fit beside each other on a phone. */
const shortTitle = (reach: Account['reach']): string =>
  reach === 'owner' ? t('Its owner') : reach === 'named' ? t('Chosen ones') : t('Everybody here')
