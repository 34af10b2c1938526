import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileStore, makeVendor, Refusal, type Call, type Person } from '../../sdk/index.ts'
import { openContracts, type Contract } from './contracts.ts'
import { manifest } from './manifest.ts'
import { answerPage } from './page.ts'
import { mayRead, partsOf, shownOf, waiting } from './tell.ts'

const folder = process.env['DATA'] ?? new URL('./data', import.meta.url).pathname
const contracts = await openContracts(folder)

function found(installation: string, id: string, who: Person): Contract {
  const contract = contracts.get(installation, id)
  if (!contract || !mayRead(contract, who))
    throw new Refusal(
      404,
      '没有这份合同，或与你无关。There is no such contract, or it is not yours.',
    )
  return contract
}

/** Signing and declining, from a card, from a flow and from our own page alike. */
export async function settle(
  installation: string,
  id: string,
  who: Person,
  what: 'signed' | 'declined',
  reason?: string,
): Promise<Contract> {
  const contract = found(installation, id, who)
  if (contract.state !== 'open')
    throw new Refusal(409, '这份合同已经结束签署。This contract is settled already.')
  if (!waiting(contract).includes(who.id))
    throw new Refusal(
      403,
      '这份合同不需要你签署，或你已经签过。It does not wait for your signature.',
      'Ask whom it waits for.',
    )
  return contracts.mark(contract, what, who, reason)
}

const tell = (call: Call, contract: Contract): object => {
  call.beside(partsOf(contract))
  return shownOf(contract)
}

const vendor = makeVendor({
  manifest,
  store: await fileStore(folder),
  actions: {
    'contract.create': async ({ title, signers, text = '' }, call) =>
      tell(
        call,
        await contracts.create(call.installation.id, call.actor, {
          title,
          text,
          signers: [...new Set<string>(signers)],
        }),
      ),
    'contract.sign': async ({ contract }, call) =>
      tell(call, await settle(call.installation.id, contract, call.actor, 'signed')),
    'contract.decline': async ({ contract, reason }, call) =>
      tell(call, await settle(call.installation.id, contract, call.actor, 'declined', reason)),
    'contract.get': ({ contract }, { installation, actor }) =>
      shownOf(found(installation.id, contract, actor)),
    'contract.list': ({ search = '', limit = 50 }, { installation, actor }) => ({
      items: contracts
        .list(installation.id)
        .filter((each) => mayRead(each, actor) && each.title.includes(search))
        .slice(0, limit)
        .map(shownOf),
    }),
  },
  search: (text, { installation, actor }) =>
    contracts
      .list(installation.id)
      .filter(
        (each) => mayRead(each, actor) && each.title.toLowerCase().includes(text.toLowerCase()),
      )
      .slice(0, 5)
      .map(({ id, title, seal }) => ({
        title,
        sub: seal,
        page: 'contracts',
        rest: `/contract/${id}`,
      })),
})

const server = createServer((request, response) => {
  void (async () => {
    if (await vendor.handle(request, response)) return
    await answerPage(request, response, vendor, contracts, async (session, id, what, reason) => {
      const contract = await settle(session.installation, id, session.actor, what, reason)
      const installation = await vendor.store.get(session.installation)
      if (installation) await vendor.tell(installation, partsOf(contract))
      return contract
    })
  })().catch((error: unknown) => {
    console.error(error)
    if (!response.headersSent) response.writeHead(500)
    response.end()
  })
})
server.listen(Number(process.env['PORT'] ?? 7101), process.env['HOST'] ?? 'localhost')
await once(server, 'listening')
console.log(`Inkstone listens on http://localhost:${(server.address() as AddressInfo).port}`)
