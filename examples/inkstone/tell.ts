import type { Parts, Person } from '../../sdk/index.ts'
import type { Contract, Mark } from './contracts.ts'

/** What Tenon is told of a contract after each change: its card, what happened, who has to sign. */
export function partsOf(contract: Contract): Parts {
  const { id, title, state, trail, signers, owner, seal } = contract
  const last = trail.at(-1)!
  const left = waiting(contract)
  return {
    cards: [
      {
        noun: 'contract',
        record: id,
        data: face(contract),
        readers: [...new Set([owner.id, ...signers])],
        at: last.at,
      },
    ],
    ...(last.what === 'asked'
      ? {
          todos: signers.map((person) => ({
            key: `${id}/${person}`,
            person,
            title: `签署：${title}`,
            page: 'contracts',
            rest: `/contract/${id}`,
          })),
        }
      : {}),
    ...(last.what === 'signed' ? { done: [`${id}/${last.by.id}`] } : {}),
    ...(state === 'declined'
      ? { dropped: [...left, last.by.id].map((person) => `${id}/${person}`) }
      : {}),
    events: [
      ...(state === 'signed'
        ? [{ type: 'contract.signed', data: { contract: id, title, seal } }]
        : []),
      ...(state === 'declined'
        ? [
            {
              type: 'contract.declined',
              data: { contract: id, by: last.by.id, reason: last.reason ?? '' },
            },
          ]
        : []),
    ],
  }
}

const WORDS: Record<Mark['what'], string> = {
  asked: 'Asked for signatures',
  signed: 'Signed',
  declined: 'Declined to sign',
}

function face({ title, state, signers, trail, seal }: Contract): object {
  const signed = trail.filter(({ what }) => what === 'signed').length
  return {
    title,
    state,
    signers,
    progress: `${signed} / ${signers.length}`,
    seal,
    trail: trail.flatMap(({ what, by, at, reason }) => [
      { text: WORDS[what], person: by.id, at },
      ...(reason ? [{ text: reason }] : []),
    ]),
  }
}

export const shownOf = (contract: Contract): object => {
  const { id, title, state, signers, seal } = contract
  return { id, title, state, signers: [...signers], waiting: waiting(contract).length, seal }
}

export function waiting({ signers, trail }: Contract): string[] {
  const signed = new Set(trail.flatMap(({ what, by }) => (what === 'signed' ? [by.id] : [])))
  return signers.filter((each) => !signed.has(each))
}

export const mayRead = ({ owner, signers }: Contract, who: Pick<Person, 'id'>): boolean =>
  owner.id === who.id || signers.includes(who.id)
