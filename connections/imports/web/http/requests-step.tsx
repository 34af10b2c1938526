import { Button, t } from '#web'
import { RequestCard } from './request-card.tsx'
import { declaredOf, newDraft, type Declared, type Draft } from './types.ts'

/** Requests one beneath the other, each to be tried at once. */
export function RequestsStep({
  server,
  account,
  drafts,
  onChange,
}: {
  server: string
  account: string | undefined
  drafts: readonly Draft[]
  onChange: (drafts: Draft[]) => void
}) {
  return (
    <>
      {drafts.map((draft) => (
        <RequestCard
          key={draft.at}
          server={server}
          account={account}
          draft={draft}
          taken={drafts.some(
            (each) =>
              each !== draft &&
              each.verb !== '' &&
              each.noun === draft.noun &&
              each.verb === draft.verb,
          )}
          onChange={(next) => onChange(drafts.map((each) => (each === draft ? next : each)))}
          {...(drafts.length > 1
            ? { onRemove: () => onChange(drafts.filter((each) => each !== draft)) }
            : {})}
        />
      ))}
      <div>
        <Button
          icon="plus"
          onClick={() =>
            onChange([...drafts, newDraft(Math.max(...drafts.map(({ at }) => at)) + 1)])
          }
        >
          {t('Another request')}
        </Button>
      </div>
    </>
  )
}

export const areRequestsReady = (drafts: readonly Draft[]): boolean =>
  drafts.length > 0 &&
  drafts.every((draft) => declaredOf(draft) !== undefined) &&
  new Set(drafts.map(({ noun, verb }) => `${noun}.${verb}`)).size === drafts.length

export const requestsOf = (drafts: readonly Draft[]): Declared[] =>
  drafts.flatMap((draft) => declaredOf(draft) ?? [])
