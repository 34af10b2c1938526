import { Icon, useCatalog } from '#web'
import { say, type Need, type Part } from './types.ts'

/** What a scenario joins: pieces, each with its tongue in the next. */
export function Picture({ parts, needs = [] }: { parts: Part[]; needs?: Need[] }) {
  const catalog = useCatalog()
  return (
    <ol className="scenario-picture">
      {parts.map((part, at) => {
        const need = needs.find(({ role }) => role === part.need)
        const chosen = need?.options.find(({ module }) => module === need.chosen)
        return (
          <li key={at} className={need && !chosen ? 'open' : ''}>
            <Icon name={part.icon} size={20} />
            <span>{say(part.title)}</span>
            {chosen && <small>{catalog.title(chosen.module, chosen.title)}</small>}
          </li>
        )
      })}
    </ol>
  )
}
