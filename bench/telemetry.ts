import autocannon from 'autocannon'
import { child, openSite, type Site } from './child.ts'
import { cpuOf } from './cpu.ts'
import { interleaved, type Bench, type Line } from './measure.ts'

/** Each sends its next report when the one before is answered. */
const DEVICES = 128
const METRICS = ['temperature', 'vibration', 'pressure', 'running'] as const

interface Device {
  readonly token: string
  seq: number
}
interface Measured {
  readonly rate: number
  readonly p99: number
  readonly cpu: number
}

/** Reports of many devices over HTTP, with an alarm rule held against every value, in small and large batches. */
export const bench: Bench = {
  name: 'telemetry',
  says: 'durable telemetry of 128 devices over HTTP against a bare micro-batched insert into the same table',
  async run(short) {
    await using site = await openSite({ people: 1 })
    const devices = await register(site)
    const { owner, org } = site.opened
    await using bare = child('bare-telemetry.ts', [JSON.stringify({ owner, org })])
    const { url } = await bare.next<{ url: string }>()
    const seconds = short ? 2 : 8
    const lines: Line[] = []
    for (const [samples, title] of [
      [3, 'reports of 12 points'],
      [25, 'reports of 100 points'],
    ] as const) {
      const sides = {
        bare: () => load(bare.process.pid!, site, `${url}/`, devices, samples, seconds),
        tenon: () =>
          load(
            site.server.process.pid!,
            site,
            `${site.opened.url}/api/devices.telemetry.report`,
            devices,
            samples,
            seconds,
          ),
      }
      if (!short) for (const side of Object.values(sides)) await side()
      const found: Record<string, Measured[]> = await interleaved(short ? 1 : 5, sides)
      const of = (who: string, what: keyof Measured) => found[who]!.map((each) => each[what])
      lines.push(
        {
          what: `durable points, ${title}`,
          unit: '/s',
          tenon: of('tenon', 'rate'),
          bare: of('bare', 'rate'),
          bar: { at: 10_000, better: 'more' },
          note: 'bare: without rights, order, rules or packing',
        },
        {
          what: `acknowledged, p99, ${title}`,
          unit: 'ms',
          tenon: of('tenon', 'p99'),
          bare: of('bare', 'p99'),
        },
        {
          what: `processor time a report, node and PostgreSQL, ${title}`,
          unit: 'µs',
          tenon: of('tenon', 'cpu'),
          bare: of('bare', 'cpu'),
        },
      )
    }
    return lines
  },
}

async function register(site: Site): Promise<Device[]> {
  const { url, founder } = site.opened
  const call = async <A>(action: string, input: object, token?: string): Promise<A> => {
    const response = await fetch(`${url}/api/${action}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(input),
    })
    const body = (await response.json()) as A
    if (!response.ok) throw new Error(`${action}: ${JSON.stringify(body)}`)
    return body
  }
  const kind = await call<{ id: string }>(
    'devices.kind.create',
    { name: 'Bench', metrics: METRICS.map((key) => ({ key, title: key })) },
    founder,
  )
  await call(
    'devices.rule.create',
    {
      name: 'Hot',
      kind: kind.id,
      metric: 'temperature',
      comparison: 'gt',
      threshold: 1000,
      severity: 'info',
    },
    founder,
  )
  const devices: Device[] = []
  for (let n = 0; n < DEVICES; n++) {
    const { id } = await call<{ id: string }>(
      'devices.device.create',
      { name: `Bench ${n}`, kind: kind.id },
      founder,
    )
    const { address } = await call<{ address: string }>(
      'devices.device.invite',
      { device: id },
      founder,
    )
    const { token } = await call<{ token: string }>('devices.device.claim', {
      code: new URL(address).hash.slice(1),
    })
    devices.push({ token, seq: 1 })
  }
  return devices
}

async function load(
  pid: number,
  site: Site,
  url: string,
  devices: readonly Device[],
  samples: number,
  seconds: number,
): Promise<Measured> {
  let next = 0
  const before = cpuOf(pid, site.postgres)
  const setupRequest = (request: object, context: { device?: Device }) => {
    const device = (context.device ??= devices[next++ % devices.length]!)
    const body = JSON.stringify({ from: device.seq, samples: measured(samples) })
    device.seq += samples
    return {
      ...request,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${device.token}` },
      body,
    }
  }
  const done = (await autocannon({
    url,
    connections: devices.length,
    duration: seconds,
    requests: [{ method: 'POST', setupRequest }],
  } as never)) as unknown as {
    requests: { total: number; average: number }
    latency: { p99: number }
    non2xx: number
    errors: number
  }
  if (done.non2xx || done.errors) throw new Error(`${done.non2xx} refused, ${done.errors} failed`)
  const cpu = (cpuOf(pid, site.postgres) - before) / done.requests.total
  return { rate: done.requests.average * samples * METRICS.length, p99: done.latency.p99, cpu }
}

/** A second apart, with values as sensors give them. */
function measured(count: number): object[] {
  const now = Date.now()
  return Array.from({ length: count }, (_, n) => ({
    at: new Date(now - (count - n) * 1000).toISOString(),
    values: Object.fromEntries(
      METRICS.map((key, m) => [key, Math.round((50 + m * 7 + Math.random() * 20) * 100) / 100]),
    ),
  }))
}
