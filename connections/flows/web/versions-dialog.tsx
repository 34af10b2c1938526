import { useState } from 'react'
import { Button, Dialog, ErrorState, Loading, PersonName, Time, t, usePaged } from '#web'
import { Difference } from './difference.tsx'
import type { Definition, FlowRow, VersionRow } from './types.ts'

/** All that was published; any of them can be compared and taken again. */
export function VersionsDialog({
  flow,
  onTake,
  onClose,
}: {
  flow: FlowRow
  onTake: ((definition: Definition) => void) | undefined
  onClose: () => void
}) {
  const list = usePaged<VersionRow>('flows.version.list', {
    where: { flow: flow.id },
    sort: ['-number'],
    limit: 30,
  })
  const [chosen, setChosen] = useState<number>()
  const at = list.items.findIndex(({ number }) => number === chosen)
  const shown = list.items[at]
  const older = list.items[at + 1]
  return (
    <Dialog title={t('Versions of “{name}”', { name: flow.title })} onClose={onClose} wide>
      {list.problem ? (
        <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading />
      ) : (
        <div className="flow-versions">
          <ul>
            {list.items.map((version) => (
              <li key={version.id}>
                <button
                  type="button"
                  className="item"
                  aria-current={version.number === chosen ? 'true' : undefined}
                  onClick={() => setChosen(version.number)}
                >
                  <span className="words">
                    <span>
                      {t('Version {n}', { n: version.number })}{' '}
                      {version.number === flow.version && (
                        <span className="tag success">{t('runs now')}</span>
                      )}
                    </span>
                    <small>{version.note ?? t('Without a note')}</small>
                    <small>
                      <Time at={version.created_at} />
                    </small>
                  </span>
                </button>
              </li>
            ))}
            {list.hasNextPage && (
              <Button small onClick={() => void list.fetchNextPage()}>
                {t('Show more')}
              </Button>
            )}
          </ul>
          <div className="stack">
            {!shown && <p className="muted">{t('Choose a version to see what it changed.')}</p>}
            {shown && (
              <>
                <p>
                  <PersonName id={shown.made_by} /> · <Time at={shown.created_at} />
                </p>
                <h3>
                  {older
                    ? t('Compared with version {n}', { n: older.number })
                    : t('The first version')}
                </h3>
                {older && <Difference flow={flow.id} from={older.number} to={shown.number} />}
                {onTake && shown.number !== flow.version && (
                  <Button
                    icon="undo"
                    onClick={() => {
                      onTake(shown.definition)
                      onClose()
                    }}
                  >
                    {t('Take this version back')}
                  </Button>
                )}
                {onTake && shown.number !== flow.version && (
                  <p className="muted">
                    {t('It comes onto the canvas; nothing runs differently before you publish it.')}
                  </p>
                )}
              </>
            )}
          </div>
        </div>
      )}
    </Dialog>
  )
}
