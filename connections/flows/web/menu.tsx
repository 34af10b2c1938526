import { useRef, useState, type ReactNode } from 'react'
import { ConfirmDialog, go, saveBlob, t, told, type MenuItem } from '#web'
import type { Definition, FlowRow } from './types.ts'

/** What one does with a flow as a whole. */
export function useMenu({
  flow,
  definition,
  changed,
  may,
  onVersions,
  onDiscard,
  onImport,
}: {
  flow: FlowRow
  definition: Definition
  changed: boolean
  may: boolean
  onVersions: () => void
  onDiscard: () => void
  onImport: (definition: Definition) => void
}): { items: MenuItem[]; dialogs: ReactNode } {
  const [asking, setAsking] = useState<'delete'>()
  const file = useRef<HTMLInputElement>(null)
  const items: MenuItem[] = [
    { label: t('Versions'), icon: 'history', run: onVersions },
    {
      label: t('Export as JSON'),
      icon: 'download',
      run: () =>
        saveBlob(
          `${fileName(flow.title)}.flow.json`,
          new Blob([JSON.stringify(definition, null, 2)], { type: 'application/json' }),
        ),
    },
    ...(may
      ? [
          {
            label: t('Replace by a JSON file'),
            icon: 'upload',
            run: () => file.current?.click(),
          },
          {
            label: t('Discard changes'),
            icon: 'undo',
            disabled: !changed,
            run: onDiscard,
          },
          {
            label: t('Delete flow'),
            icon: 'trash',
            danger: true,
            run: () => setAsking('delete'),
          },
        ]
      : []),
  ]
  const dialogs = (
    <>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          event.target.value = ''
          if (chosen)
            void readFlow(chosen).then((read) =>
              read ? onImport(read) : told(t('This file holds no flow.')),
            )
        }}
      />
      {asking === 'delete' && (
        <ConfirmDialog
          title={t('Delete “{name}”?', { name: flow.title })}
          text={t(
            'Nothing begins any more and what waits is cancelled. Runs that ended stay readable.',
          )}
          verb={t('Delete')}
          action="flows.flow.delete"
          input={{ flow: flow.id }}
          refresh={['flows.']}
          onDone={() => go('/flows')}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  )
  return { items, dialogs }
}

/** What a person would call a file. */
export const fileName = (title: string) =>
  title.replaceAll(/[\\/:*?"<>|\s]+/g, '-').replaceAll(/^-|-$/g, '') || 'flow'

export async function readFlow(file: File): Promise<Definition | undefined> {
  try {
    const read = JSON.parse(await file.text()) as Definition
    return read.format === 1 && Array.isArray(read.steps) && read.trigger ? read : undefined
  } catch {
    return undefined
  }
}
