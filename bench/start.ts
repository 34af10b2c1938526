import { installSample } from './serve.ts'
import type { Bench } from './measure.ts'

/** Packages installed and web built, PostgreSQL stopped: what `npm start` takes the second time. */
export const bench: Bench = {
  name: 'start',
  says: 'second start to ready, with the sample company',
  async run(short) {
    await using installed = await installSample()
    const took: number[] = []
    for (let round = 0; round < (short ? 1 : 7); round++) {
      took.push((await installed.start()) / 1000)
      await installed.stop()
    }
    return [
      { what: 'second start to ready', unit: 's', tenon: took, bar: { at: 3, better: 'less' } },
    ]
  },
}
