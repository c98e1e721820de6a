import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { jobs, jobsOf } from '#jobs'

const declaredIn = (path: string) =>
  [...readFileSync(path, 'utf8').matchAll(/ job\('([\w.]+)', \{/g)].map(([, name]) => name)

test('the handler of every job is in the folder of the noun that owns the job', () => {
  const handled = globSync('workers/*/*.ts').flatMap(path => declaredIn(path).map(name => [name, dirname(path)]))
  const owned = Object.entries(jobsOf).flatMap(([noun, each]) =>
    Object.keys(each).map(name => [name, `workers/${noun}`]),
  )
  expect(Object.fromEntries(handled)).toEqual(Object.fromEntries(owned))
  expect(Object.keys(jobs).sort()).toEqual(owned.map(([name]) => name).sort())
})
