import { entitiesOf } from '#contract/text-entities'
import { ask, connectAll, load, median, round } from './support/load.ts'
import { makeUsers } from './support/people.ts'
import type { Bench } from './support/servers.ts'

const writers = 8

/**
 * Publishing plain captions beside captions with 30 hashtags and 20 mentions, by 8 users over sockets, in turns: the rates, and
 * what both cost until the last notification is written. And the processor time of parsing 100,000 characters.
 */
export async function measure(bench: Bench, milliseconds: number) {
  const users = await makeUsers(bench, writers + 2000)
  const readers = users.slice(writers).map(user => user.username)
  const sockets = await connectAll(
    bench.url,
    'posts',
    users.slice(0, writers).map(user => user.token),
  )
  const letters = 'Last light over the bay, and nobody else on the beach. '.repeat(12)
  let made = 0
  /** Of each caption a third of the tags are everybody's, and the mentioned users are others. */
  const rich = () => {
    made += 1
    const tags = Array.from({ length: 30 }, (_, i) => (i < 10 ? `#popular${i}` : `#tag${(made * 7 + i) % 5000}`))
    const names = Array.from({ length: 20 }, (_, i) => `@${readers[(made * 20 + i) % readers.length]}`)
    return `${[...tags, ...names].join(' ')} ${letters}`.slice(0, 1100)
  }
  const plain = () => letters.padEnd(1100, 'Waves. ').slice(0, 1100)
  const publish = (caption: () => string) =>
    load(writers, milliseconds / 6, loop =>
      ask(sockets[loop] as (typeof sockets)[number], 'posts.create', { caption: caption() }),
    )
  const figures = {
    plain: [] as Awaited<ReturnType<typeof publish>>[],
    rich: [] as Awaited<ReturnType<typeof publish>>[],
  }
  for (let run = 0; run < 3; run += 1) {
    figures.plain.push(await publish(plain))
    figures.rich.push(await publish(rich))
  }
  for (const socket of sockets) socket.close()
  const wrong = await bench.sql.query(
    `select tag from hashtag where post_count <>
      (select count(*) from post_hashtag where post_hashtag.tag = hashtag.tag and counted)`,
  )
  const [ours, theirs] = [median(figures.rich), median(figures.plain)]
  return {
    plain: theirs,
    rich: ours,
    cost: round(theirs.perSecond / ours.perSecond),
    exact: wrong.rowCount === 0,
    parse: Object.fromEntries(texts.map(([what, piece]) => [what, parseTime(piece)])),
  }
}

const texts: [what: string, piece: string][] = [
  ['words', 'Last light over the bay. '],
  ['hashtags', '#sunset '],
  ['mentions', '@ann.adams '],
  ['links', 'https://example.org/a '],
  ['emoji', '👩🏽‍💻🌅 '],
  ['arabic', 'غروب #الشمس '],
]

/** Milliseconds of processor time for 100,000 characters: the median of nine. */
function parseTime(piece: string) {
  const text = piece.repeat(Math.ceil(100_000 / piece.length)).slice(0, 100_000)
  const times = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage()
    entitiesOf(text)
    return process.cpuUsage(before).user / 1000
  })
  return round(times.sort((a, b) => a - b)[4] ?? 0)
}
