import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { entities } from '#entities'
import { describeModels } from '../scripts/models.ts'

const written = () => readFile('docs/models.md', 'utf8')

test('docs/models.md is what `npm run models` writes', async () => {
  expect(await written()).toBe(await describeModels())
})

test('every entity is there, with a sentence about it', async () => {
  const page = await written()
  for (const { name } of entities) {
    expect(page, name).toMatch(new RegExp(String.raw`^## \w+\n\n[A-Z].+\. \[\`${name}\`\]\(\.\./src/entities/`, 'm'))
  }
})
