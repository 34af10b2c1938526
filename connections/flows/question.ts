export const QUESTION_CARD = 'flows.question.card'

export const CHOICES = {
  decide: ['approve', 'reject'],
  sure: ['happened', 'again', 'stop'],
} as const

interface Vote {
  readonly person: string
  readonly choice: string
}

/**
 * What was decided, once it can no longer come out otherwise: enough have said yes, one with a veto said no,
 * or too many said no for yes to be reached. So no decision waits for an answer that would change nothing.
 */
export function decided(question: {
  readonly kind: 'decide' | 'sure'
  readonly people: readonly string[]
  readonly need: number
  readonly veto: boolean
  readonly votes: readonly Vote[]
}): string | undefined {
  const { kind, people, need, veto, votes } = question
  if (kind === 'sure') return votes[0]?.choice
  const yes = votes.filter(({ choice }) => choice === 'approve').length
  const no = votes.length - yes
  if (yes >= need) return 'approve'
  if ((veto && no > 0) || new Set(people).size - no < need) return 'reject'
  return undefined
}
