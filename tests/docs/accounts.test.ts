import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { startApp, untilTestEnds } from '#support/app/use-app'

/** Says of each answer what it was, without touching what the lines themselves read. */
const told = `curl() { command curl -w '%{stderr}%{http_code} %{method} %{url_effective}\\n' "$@"; }`

test('the commands of docs/accounts.md do what they say, one after another', async () => {
  // A reader who pastes the commands has the limits of a plain start.
  const app = untilTestEnds(await startApp({ env: { RATE_LIMIT_SCALE: '1' } }))
  const page = await readFile('docs/accounts.md', 'utf8')
  const blocks = [...page.matchAll(/```sh\n([\s\S]+?)```/g)].map(([, block]) => block as string)
  const lines = blocks.join('\n').replaceAll('http://localhost:3000', `http://127.0.0.1:${app.port}`)
  const { code, output, answers, folder } = await run(lines)
  expect([code, output]).toEqual([0, expect.not.stringContaining('"code":"in')])

  expect(answers.filter(answer => !/^20\d /.test(answer) && !answer.includes('/dev/mailbox'))).toEqual([
    '404 GET /v1/users/ann.adams',
    '401 POST /v1/auth/sign-in',
    '404 GET /v1/users/ann.adams',
  ])
  expect((await stat(join(folder, 'ann.zip'))).size).toBeGreaterThan(500)
  const operations = new Set(answers.map(answer => answer.replace(/\?.*|[0-9a-f-]{36}/g, '')))
  expect(operations.size).toBeGreaterThan(25)
  const [ann] = await app.query(
    'select username, email, bio, is_private as private, status from users where full_name = ?',
    ['Ann Adams'],
  )
  expect(ann).toEqual({
    username: 'ann.adams',
    email: 'ann@example.net',
    bio: 'Lighthouses, mostly.',
    private: true,
    status: 'active',
  })
})

test('every page that the README and the docs link to exists', async () => {
  for (const page of ['README.md', 'docs/accounts.md', 'docs/security.md', 'docs/architecture.md']) {
    const links = [...(await readFile(page, 'utf8')).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, link]) => link as string,
    )
    for (const link of links.filter(link => !/^\w+:/.test(link)))
      expect([page, link, (await stat(resolve(dirname(page), link))).size > 0]).toEqual([page, link, true])
  }
})

/** Runs lines of shell in a folder that looks like the project's, and ends at the first that fails. */
async function run(lines: string) {
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-lines-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const name of ['docs', 'node_modules']) await symlink(resolve(name), join(folder, name))
  const shell = spawn('bash', ['-eu', '-c', `${told}\n${lines}`], { cwd: folder, timeout: 100_000 })
  const [output, errors, [code]] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, 'exit')])
  const answers = errors.split('\n').flatMap(line => {
    const [, status, method, path] = /^(\d{3}) (\w+) http:\/\/[^/]+(\S*)$/.exec(line) ?? []
    return status ? [`${status} ${method} ${path}`] : []
  })
  return { code, output: code === 0 ? output : `${output}\n${errors}`, answers, folder }
}
