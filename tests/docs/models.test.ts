import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { entities } from '#database/entities'
import { describeModels } from '../../scripts/models.ts'

const written = () => readFile('docs/models.md', 'utf8')

test('docs/models.md is what `npm run models` writes', async () => {
  expect(await written()).toBe(await describeModels())
})

test('every entity is listed with a description', async () => {
  const page = await written()
  const about = (name: string) => new RegExp(String.raw`^## \w+\n\n[A-Z].+\. \[\`${name}\`\]\(\.\./src/entities/`, 'm')
  expect(entities.map(({ name }) => name).filter(name => !about(name).test(page))).toEqual([])
})
