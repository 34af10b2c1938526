import { monitorEventLoopDelay } from 'node:perf_hooks'
import { TenonError } from '#kernel'

/** Upper bounds in seconds; calls are meant to take milliseconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export interface Metrics {
  /** One call has ended; `error` is what it threw. */
  called(action: string, startedAt: number, error?: unknown): void
  /** A figure read at the moment of scraping. */
  gauge(name: string, help: string, read: () => number): void
  /** Prometheus text exposition format 0.0.4. */
  text(): string
  close(): void
}

export function makeMetrics(): Metrics {
  const outcomes = new Map<string, Map<string, number>>()
  const durations = new Map<string, { buckets: Float64Array; sum: number; count: number }>()
  const gauges: { name: string; help: string; read: () => number }[] = []
  const lag = monitorEventLoopDelay({ resolution: 20 })
  lag.enable()
  const NS = 1e9
  gauges.push(
    {
      name: 'tenon_event_loop_lag_p99_seconds',
      help: 'Event loop delay since the last scrape, 99th percentile.',
      read: () => lag.percentile(99) / NS,
    },
    {
      name: 'process_resident_memory_bytes',
      help: 'Resident memory of this node.',
      read: () => process.memoryUsage.rss(),
    },
    {
      name: 'nodejs_heap_used_bytes',
      help: 'JavaScript heap in use.',
      read: () => process.memoryUsage().heapUsed,
    },
    {
      name: 'process_uptime_seconds',
      help: 'Seconds since the process started.',
      read: () => process.uptime(),
    },
  )
  return {
    called(action, startedAt, error) {
      const outcome = error === undefined ? 'ok' : codeOf(error)
      let counts = outcomes.get(action)
      if (!counts) outcomes.set(action, (counts = new Map()))
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      let duration = durations.get(action)
      if (!duration)
        durations.set(
          action,
          (duration = { buckets: new Float64Array(BOUNDS.length), sum: 0, count: 0 }),
        )
      const seconds = (performance.now() - startedAt) / 1000
      duration.sum += seconds
      duration.count++
      const at = BOUNDS.findIndex((bound) => seconds <= bound)
      if (at >= 0) duration.buckets[at]!++
    },
    gauge: (name, help, read) => void gauges.push({ name, help, read }),
    text() {
      const lines = [
        '# HELP tenon_calls_total Calls by action and outcome.',
        '# TYPE tenon_calls_total counter',
      ]
      for (const [action, counts] of outcomes)
        for (const [outcome, count] of counts)
          lines.push(`tenon_calls_total{action="${action}",outcome="${outcome}"} ${count}`)
      lines.push(
        '# HELP tenon_call_duration_seconds Duration of calls by action.',
        '# TYPE tenon_call_duration_seconds histogram',
      )
      for (const [action, { buckets, sum, count }] of durations) {
        let upTo = 0
        for (const [index, bound] of BOUNDS.entries()) {
          upTo += buckets[index]!
          lines.push(`tenon_call_duration_seconds_bucket{action="${action}",le="${bound}"} ${upTo}`)
        }
        lines.push(`tenon_call_duration_seconds_bucket{action="${action}",le="+Inf"} ${count}`)
        lines.push(
          `tenon_call_duration_seconds_sum{action="${action}"} ${sum}`,
          `tenon_call_duration_seconds_count{action="${action}"} ${count}`,
        )
      }
      for (const { name, help, read } of gauges)
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${read()}`)
      lag.reset()
      return `${lines.join('\n')}\n`
    },
    close: () => void lag.disable(),
  }
}

/** Only codes that a manifest declares or the kernel knows: the labels stay few. */
const codeOf = (error: unknown): string => (error instanceof TenonError ? error.code : 'internal')
