import { Button, ErrorLine, Icon, t, useAction, useCatalog, useCommand, type Paged } from '#web'

interface Question {
  id: string
  title: string
  text?: string
  kind: 'decide' | 'sure'
  people: string[]
  votes: { person: string; choice: string }[]
}

/** What a run waits to be told: a decision, or whether a step happened when the server stopped in its midst. */
export function Questions({ run, onAnswered }: { run: string; onAnswered: () => void }) {
  const { actor } = useCatalog()
  const list = useAction<Paged<Question>>('flows.question.list', {
    where: { run, status: 'open' },
    limit: 20,
  })
  const open = list.data?.items ?? []
  return open.map((question) => (
    <Ask
      key={question.id}
      question={question}
      mine={
        question.people.includes(actor.id) &&
        !question.votes.some(({ person }) => person === actor.id)
      }
      onAnswered={onAnswered}
    />
  ))
}

function Ask({
  question,
  mine,
  onAnswered,
}: {
  question: Question
  mine: boolean
  onAnswered: () => void
}) {
  const answer = useCommand('flows.question.answer', {
    refresh: ['flows.question', 'flows.run'],
    onDone: onAnswered,
  })
  const choices: [string, string][] =
    question.kind === 'sure'
      ? [
          ['happened', t('It happened')],
          ['again', t('It did not: do it now')],
          ['stop', t('Stop the run')],
        ]
      : [
          ['approve', t('Approve')],
          ['reject', t('Reject')],
        ]
  return (
    <section className="flow-note flow-ask" aria-label={question.title}>
      <Icon name="info" size={18} />
      <div className="grow">
        <p>
          <b>{question.title}</b>
        </p>
        {question.text && <p>{t(question.text)}</p>}
        {mine ? (
          <div className="row">
            {choices.map(([choice, label]) => (
              <Button
                key={choice}
                small
                busy={answer.isPending}
                onClick={() => answer.mutate({ question: question.id, choice })}
              >
                {label}
              </Button>
            ))}
          </div>
        ) : (
          <p className="muted">{t('Others are asked for this.')}</p>
        )}
        <ErrorLine problem={answer.problem} />
      </div>
    </section>
  )
}
