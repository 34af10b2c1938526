import { useState } from 'react'
import { ErrorState, Loading, PersonName, Segmented, SidePanel, t, useAction } from '#web'
import type { Message } from './types.ts'

interface Readers {
  read: { id: string; name: string }[]
  unread: { id: string; name: string }[]
  read_count: number
  unread_count: number
}

export function ReadersPanel({ message, onClose }: { message: Message; onClose: () => void }) {
  const [which, setWhich] = useState<'unread' | 'read'>('unread')
  const { data, problem, refetch } = useAction<Readers>('chat.message.readers', {
    message: message.id,
  })
  return (
    <SidePanel title={t('Who has read it')} onClose={onClose}>
      {problem ? (
        <ErrorState problem={problem} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : (
        <div className="stack">
          <Segmented
            label={t('Show')}
            value={which}
            onChange={setWhich}
            options={[
              { value: 'unread', label: t('Not yet ({n})', { n: data.unread_count }) },
              { value: 'read', label: t('Read ({n})', { n: data.read_count }) },
            ]}
          />
          <ul className="people-list">
            {data[which].map((one) => (
              <li key={one.id}>
                <PersonName id={one.id} name={one.name} avatar full />
              </li>
            ))}
          </ul>
          {data[which].length === 0 && (
            <p className="muted">
              {which === 'unread' ? t('Everybody has read it.') : t('Nobody has read it yet.')}
            </p>
          )}
        </div>
      )}
    </SidePanel>
  )
}
