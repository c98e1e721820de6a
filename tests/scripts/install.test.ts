import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { until } from '#support/events/next-event'
import { serverPackage, smallProject } from '#support/process/small-project'

const works = { code: 0, output: expect.stringMatching(/plain 1\n$/) }
const installs = /Installing packages/

it('the first start installs the packages, and the second finds them', async () => {
  const project = await smallProject()
  const first = await project.start()
  expect(first).toEqual(works)
  expect(first.output).toMatch(installs)
  expect(await project.start()).toEqual({ code: 0, output: 'plain 1\n' })
})

it('a start without install scripts says what to do, and the next one works when that is done', async () => {
  const project = await smallProject()
  for (let n = 0; n < 2; n++) {
    const { code, output } = await project.start({ npm_config_ignore_scripts: 'true' })
    expect(code).toBe(1)
    expect(output).toContain(
      `npm did not run the install scripts of node and ${serverPackage}, which bring Node 24 and PostgreSQL. ` +
        'Allow them with `npm config set ignore-scripts false`, or for one start by the variable npm_config_ignore_scripts=false, and start again.',
    )
  }
  // The variable goes before what a file of npm's says.
  await writeFile(join(project.folder, '.npmrc'), 'ignore-scripts=true\n')
  expect(await project.start({ npm_config_ignore_scripts: 'false' })).toEqual(works)
  expect(existsSync(project.path(serverPackage, 'native/lib/libpq.so.5'))).toBe(true)
})

it.each([
  ['one of the names of a library of PostgreSQL', [serverPackage, 'native/lib/libpq.so']],
  ['the Node of the packages', ['node/bin']],
  ['a package', ['plain']],
  ['a package with an install script', [serverPackage]],
  ['what says that the packages are installed', ['.heliograph-installed']],
  ['the folder of the packages', []],
])(
  '%s is restored by the next start when it is deleted',
  async (_, path) => {
    const project = await smallProject()
    await project.start()
    await rm(project.path(...path), { recursive: true })
    const next = await project.start()
    expect(next).toEqual(works)
    expect(next.output).toMatch(installs)
    expect(existsSync(project.path(serverPackage, 'native/lib/libpq.so'))).toBe(true)
    expect(await project.start()).toEqual({ code: 0, output: 'plain 1\n' })
  },
  120_000,
)

it('a changed lock file is installed', async () => {
  const project = await smallProject()
  await project.start()
  await project.upgrade()
  expect(await project.start()).toEqual({ code: 0, output: expect.stringMatching(/plain 2\n$/) })
})

it('a killed install is started again from the beginning', async () => {
  const project = await smallProject()
  const waiting = join(project.folder, 'waiting')
  const first = project.begin({ SLOW: waiting })
  await until(
    async () => existsSync(waiting),
    isThere => isThere,
    30_000,
  )
  expect((await first.kill()).output).not.toContain('plain')
  // As if npm had been killed while it unpacked this one.
  await rm(project.path('plain/index.js'), { force: true })
  expect(await project.start()).toEqual(works)
})

it('two starts at once install once and both work', async () => {
  const project = await smallProject()
  const both = await Promise.all([project.start(), project.start()])
  expect(both).toEqual([works, works])
})
