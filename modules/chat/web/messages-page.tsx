import { useEffect, useState } from 'react'
import {
  Empty,
  ErrorState,
  Loading,
  Page,
  call,
  go,
  t,
  useCatalog,
  type ModulePageProps,
  type Problem,
} from '#web'
import { NewGroupDialog } from './new-group-dialog.tsx'
import { RoomView } from './room-view.tsx'
import { addTalk, followTalks } from './talks.ts'
import { TalkList } from './talk-list.tsx'
import type { Conversation } from './types.ts'

export function MessagesPage({ rest }: ModulePageProps) {
  const { actor } = useCatalog()
  const [creating, setCreating] = useState(false)
  useEffect(() => followTalks(actor.id), [actor.id])
  const [first, second] = rest
  const direct = first === 'with' ? second : undefined
  const chosen = direct ? undefined : first
  return (
    <>
      <Page
        list={<TalkList chosen={chosen} onNew={() => setCreating(true)} />}
        showing={first !== undefined}
      >
        {direct ? (
          <OpenDirect person={direct} />
        ) : chosen ? (
          <RoomView key={chosen} id={chosen} />
        ) : (
          <Nothing onNew={() => setCreating(true)} />
        )}
      </Page>
      {creating && <NewGroupDialog onClose={() => setCreating(false)} />}
    </>
  )
}

function Nothing({ onNew }: { onNew: () => void }) {
  return (
    <Empty
      icon="message"
      title={t('Choose a conversation')}
      action={
        <button type="button" className="button" onClick={onNew}>
          {t('Start a conversation')}
        </button>
      }
    >
      {t('Alt with the arrows moves through them; Ctrl K finds anybody.')}
    </Empty>
  )
}

/** `/messages/with/<person>`: the one conversation with him, made when there is none. */
function OpenDirect({ person }: { person: string }) {
  const [problem, setProblem] = useState<Problem>()
  const [tries, setTries] = useState(0)
  useEffect(() => {
    let gone = false
    void call<{ conversation: Conversation }>('chat.conversation.create', {
      kind: 'direct',
      people: [person],
    }).then((answer) => {
      if (gone) return
      if (!answer.ok) return setProblem(answer.problem)
      addTalk(answer.value.conversation)
      go(`/messages/${answer.value.conversation.id}`, { replace: true })
    })
    return () => {
      gone = true
    }
  }, [person, tries])
  return problem ? (
    <ErrorState problem={problem} onRetry={() => setTries(tries + 1)} />
  ) : (
    <Loading />
  )
}
