import { useEffect, useRef, useState } from 'react'
import {
  CardView,
  Dialog,
  ErrorState,
  Head,
  Icon,
  Loading,
  Page,
  call,
  go,
  isDark,
  language,
  t,
  theme,
  told,
  useAction,
  useCatalog,
  useLanguage,
  useSearch,
  useSignal,
  type ModulePageProps,
} from '#web'
import { authorise } from './authorise.ts'
import { Away } from './away.tsx'
import { Refused, openBridge, type Answers, type Bridge } from './bridge.ts'
import { PickPeople, SendCard } from './choices.tsx'
import { Health } from './health.tsx'
import type { LinkState } from './types.ts'

/** A question of the page that a person answers. */
type Asked =
  | { kind: 'people'; title: string; multiple: boolean; done(people: string[]): void }
  | { kind: 'send'; noun: string; record: string; done(sent: boolean): void }
  | { kind: 'card'; noun: string; record: string; done(): void }

const HEIGHT_MIN = 200
const HEIGHT_MAX = 8000

/** A vendor's own page in a frame: its server, its data, our head above it. */
export function FramePage({ page, rest }: ModulePageProps) {
  const catalog = useCatalog()
  const conversation = useSearch().get('conversation') ?? undefined
  const state = useAction<LinkState>('remote.link.state', { module: page.module })
  const [asked, setAsked] = useState<Asked>()
  const [height, setHeight] = useState<number>()
  const [opened, setOpened] = useState(0)
  const [anyway, setAnyway] = useState(false)
  const holder = useRef<HTMLIFrameElement>(null)
  const bridge = useRef<Bridge>(undefined)
  const words = useLanguage()
  useSignal(theme)
  // Where the page is when it says so itself: the address follows it, the frame does not start anew.
  const here = useRef(rest.join('/'))
  const first = useRef(rest)
  if (here.current !== rest.join('/')) {
    here.current = rest.join('/')
    first.current = rest
  }

  const me = () => ({
    ...state.data?.me,
    language: language.get(),
    theme: isDark() ? 'dark' : 'light',
  })
  useEffect(() => bridge.current?.tell({ me: me() }))

  const origin = state.data?.origin
  const connect = () => {
    bridge.current?.close()
    const inside = holder.current?.contentWindow
    if (inside && origin) bridge.current = openBridge(inside, origin, answersOf())
  }
  useEffect(() => () => bridge.current?.close(), [])

  const answersOf = (): Answers => ({
    me,
    place: () => ({
      rest: here.current.split('/').filter(Boolean),
      ...(conversation ? { conversation } : {}),
    }),
    pickPeople: async ({ multiple, title }) => {
      const people = await new Promise<string[]>((done) =>
        setAsked({
          kind: 'people',
          title: typeof title === 'string' ? title.slice(0, 100) : t('Choose people'),
          multiple: multiple !== false,
          done,
        }),
      )
      if (people.length === 0) return []
      return hand(page.module, people)
    },
    openCard: ({ noun, record }) =>
      new Promise<void>((done) => setAsked({ kind: 'card', ...named(noun, record), done })),
    sendCard: ({ noun, record }) =>
      new Promise<boolean>((done) => setAsked({ kind: 'send', ...named(noun, record), done })),
    navigate: ({ path }) => {
      if (typeof path !== 'string' || !/^\/(?![/\\])[\w\-./?=&%]{0,300}$/.test(path))
        throw new Refused('invalid', 'Only paths of Tenon can be gone to.')
      go(path)
    },
    at: ({ rest: to }) => {
      if (typeof to !== 'string' || !/^(\/[\w~-][\w.~-]{0,99}){0,4}$/.test(to))
        throw new Refused('invalid', 'A path is made of at most four plain parts.')
      here.current = to.slice(1)
      go(page.path + to + location.search, { replace: true })
    },
    resize: ({ height: wanted }) => {
      if (typeof wanted === 'number' && Number.isFinite(wanted))
        setHeight(Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, Math.ceil(wanted))))
    },
    toast: ({ text }) => {
      if (typeof text === 'string' && text) told(`${state.data?.title}: ${text.slice(0, 200)}`)
    },
    authorise: (asked) => authorise(asked, { origin: origin ?? '', client: state.data?.client }),
    reload: () => setOpened((times) => times + 1),
  })

  const title = catalog.title(page.id, page.title)
  if (state.problem)
    return (
      <Page>
        <Head title={title} backTo="/workbench" />
        <ErrorState problem={state.problem} onRetry={() => void state.refetch()} />
      </Page>
    )
  const name = page.id.slice(page.module.length + 1)
  const path = [...first.current].map(encodeURIComponent).join('/')
  return (
    <Page>
      <Head
        title={title}
        backTo="/workbench"
        sub={
          state.data && (
            <>
              <Icon name="link" size={14} /> {t('From {name}', { name: state.data.publisher })}
              {' · '}
              {new URL(state.data.origin).host}
            </>
          )
        }
      >
        {state.data && state.data.health === 'failing' && <Health value="failing" />}
      </Head>
      {!state.data ? (
        <Loading shape="page" />
      ) : state.data.health === 'failing' && !anyway ? (
        <Away
          state={state.data}
          onLook={() => void state.refetch()}
          onAnyway={() => setAnyway(true)}
        />
      ) : (
        <iframe
          key={`${opened} ${words} ${path}`}
          ref={holder}
          className="remote-frame"
          title={title}
          src={`/remote/frame/${page.module}/${name}${path ? `/${path}` : ''}?language=${words}`}
          style={height ? { minHeight: height } : undefined}
          onLoad={connect}
        />
      )}
      {asked && <Choice asked={asked} module={page.module} onClose={() => setAsked(undefined)} />}
    </Page>
  )
}

function Choice({ asked, module, onClose }: { asked: Asked; module: string; onClose: () => void }) {
  if (asked.kind === 'people')
    return (
      <PickPeople
        title={asked.title}
        multiple={asked.multiple}
        onDone={(people) => {
          onClose()
          asked.done(people)
        }}
      />
    )
  if (asked.kind === 'send')
    return (
      <SendCard
        module={module}
        noun={asked.noun}
        record={asked.record}
        onDone={(sent) => {
          onClose()
          asked.done(sent)
        }}
      />
    )
  return <OpenCard asked={asked} module={module} onClose={onClose} />
}

function OpenCard({
  asked,
  module,
  onClose,
}: {
  asked: Extract<Asked, { kind: 'card' }>
  module: string
  onClose: () => void
}) {
  const found = useAction<{ card: string }>('remote.card.find', {
    entity: `${module}.${asked.noun}`,
    record: asked.record,
  })
  return (
    <Dialog
      title={t('Card')}
      onClose={() => {
        onClose()
        asked.done()
      }}
    >
      {found.problem ? (
        <ErrorState problem={found.problem} onRetry={() => void found.refetch()} />
      ) : found.data ? (
        <CardView card={found.data.card} />
      ) : (
        <Loading rows={3} />
      )}
    </Dialog>
  )
}

/** A card is named by plain words only; whether there is one is asked of the server. */
function named(noun: unknown, record: unknown): { noun: string; record: string } {
  if (typeof noun !== 'string' || !/^[a-z][a-z0-9]{0,30}$/.test(noun))
    throw new Refused('invalid', 'There is no such noun.')
  if (typeof record !== 'string' || !/^[0-9a-f-]{36}$/.test(record))
    throw new Refused('invalid', 'A record is named by its id.')
  return { noun, record }
}

async function hand(module: string, people: string[]) {
  const answer = await call<{ people: { id: string; name: string }[] }>('remote.person.hand', {
    module,
    people,
  })
  if (!answer.ok) throw new Refused(answer.problem.code, answer.problem.detail)
  return answer.value.people
}
