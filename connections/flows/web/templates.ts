import { t } from '#web'
import type { Definition } from './types.ts'

export interface Template {
  key: string
  title: string
  text: string
  icon: string
  make: () => Definition
}

/** A few to begin with; each runs as it is or says what is still to choose. */
export const templates = (): Template[] => [
  {
    key: 'hello',
    title: t('Sort by amount'),
    text: t('Takes an amount by hand and says how it is to be treated. Nothing happens yet.'),
    icon: 'swap',
    make: () => ({
      format: 1,
      title: t('Sort by amount'),
      trigger: {
        kind: 'manual',
        input: {
          type: 'object',
          properties: {
            amount: { type: 'number', title: t('Amount') },
            title: { type: 'string', title: t('What for') },
          },
          required: ['amount', 'title'],
        },
      },
      steps: [
        {
          id: 'size',
          kind: 'choose',
          title: t('How much is it?'),
          branches: [
            {
              title: t('Over 10,000'),
              if: '{{ trigger.amount > 10000 }}',
              steps: [
                { id: 'large', kind: 'set', title: t('Large'), value: t('The manager decides') },
              ],
            },
          ],
          otherwise: [
            { id: 'small', kind: 'set', title: t('Small'), value: t('Approved at once') },
          ],
        },
        {
          id: 'answer',
          kind: 'set',
          title: t('Put together'),
          value: { title: '{{ trigger.title }}', decision: '{{ steps.size }}' },
        },
      ],
    }),
  },
  {
    key: 'approval',
    title: t('A call becomes an approval'),
    text: t('Another system calls an address; the flow asks somebody for approval.'),
    icon: 'approval',
    make: () => ({
      format: 1,
      title: t('A call becomes an approval'),
      trigger: { kind: 'webhook', answer: 'accepted' },
      steps: [
        {
          id: 'ask',
          kind: 'call',
          action: 'approval.request.create',
          input: { title: '{{ trigger.title }}', approver: '{{ trigger.approver }}' },
        },
      ],
    }),
  },
  {
    key: 'list',
    title: t('Every morning through a list'),
    text: t('At nine on working days it goes through your open to-dos, one by one.'),
    icon: 'history',
    make: () => ({
      format: 1,
      title: t('Every morning through a list'),
      trigger: {
        kind: 'schedule',
        cron: '0 9 * * *',
        zone: 'Asia/Shanghai',
        workdays: true,
        missed: 'latest',
      },
      steps: [
        {
          id: 'open',
          kind: 'call',
          title: t('Fetch the to-dos'),
          action: 'todo.item.list',
          input: { limit: 50 },
        },
        {
          id: 'each_item',
          kind: 'each',
          title: t('For each of them'),
          items: '{{ steps.open.items }}',
          steps: [{ id: 'line', kind: 'set', title: t('One line'), value: '{{ item.title }}' }],
        },
      ],
    }),
  },
]

export const blank = (title: string): Definition => ({
  format: 1,
  title,
  trigger: { kind: 'manual' },
  steps: [],
})
