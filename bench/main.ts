import { startBench } from './support/servers.ts'

/** `npm run bench -- likes [seconds]`: prints its figures as JSON on the last line. */
const benches = [
  'likes',
  'fanout',
  'ack',
  'http',
  'sign-in',
  'timing',
  'floods',
  'comments',
  'queries',
  'captions',
  'feed',
] as const
const [name = '', seconds = '8'] = process.argv.slice(2)
if (!(benches as readonly string[]).includes(name)) {
  console.error(`Name a benchmark: ${benches.join(', ')}`)
  process.exit(1)
}
const { measure, env } = (await import(`./${name}.ts`)) as { measure: Measure; env?: Record<string, string> }
const bench = await startBench(env)
try {
  const figures = await measure(bench, Number(seconds) * 1000)
  console.log(JSON.stringify({ bench: name, at: new Date().toISOString(), node: process.version, ...figures }))
} finally {
  await bench.close()
}

type Measure = (bench: Awaited<ReturnType<typeof startBench>>, milliseconds: number) => Promise<object>
