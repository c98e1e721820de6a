import { readFile, writeFile } from 'node:fs/promises'
import { type EntityMetadata, type EntityProperty, MikroORM } from '@mikro-orm/postgresql'
import { ormOptions } from '#platform/database'

/** The whole page: a diagram of the tables, then each table. */
export async function describeModels(): Promise<string> {
  const orm = new MikroORM(ormOptions('postgresql://localhost/none'))
  const models = [...orm.getMetadata().getAll().values()].sort((a, b) => (a.tableName < b.tableName ? -1 : 1))
  const sections = await Promise.all(models.map(describeModel))
  return [
    '# Models',
    'Every table, as the entities in `src/entities` declare it. `npm run models` writes this page; a test compares the two.',
    diagram(models),
    ...sections,
    '',
  ].join('\n\n')
}

/** A line for each foreign key, from the referenced table to the referencing one; then the tables without relations. */
function diagram(models: readonly EntityMetadata[]) {
  const keys = models.flatMap(model => model.props.filter(isForeignKey).map(key => ({ key, table: model.tableName })))
  const related = new Set(keys.flatMap(({ key, table }) => [table, key.referencedTableName]))
  const alone = models.map(model => model.tableName).filter(table => !related.has(table))
  const lines = keys.map(({ key, table }) => `${key.referencedTableName} ${ends(key)} ${table} : ${key.fieldNames[0]}`)
  return ['```mermaid', 'erDiagram', ...[...lines, ...alone].map(line => `  ${line}`), '```'].join('\n')
}

const isForeignKey = (column: EntityProperty) => column.referencedTableName !== undefined
const ends = (key: EntityProperty) => `${key.nullable ? '|o' : '||'}--${key.unique ? 'o|' : 'o{'}`

async function describeModel(model: EntityMetadata) {
  const file = `${model.className.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.ts`
  const source = await readFile(`src/entities/${file}`, 'utf8')
  const columns = model.props.map(column => `| ${cellsOf(column, source).join(' | ')} |`)
  const constraints = constraintsOf(model)
  return [
    `## ${model.tableName}`,
    `${aboutModel(source)} [\`${model.className}\`](../src/entities/${file})`,
    ['| column | type | null | default | key | about |', '|---|---|---|---|---|---|', ...columns].join('\n'),
    ...(constraints.length > 0 ? [constraints.map(one => `- ${one}`).join('\n')] : []),
  ].join('\n\n')
}

function cellsOf(column: EntityProperty, source: string) {
  const given = column.defaultRaw === undefined ? '' : `\`${column.defaultRaw}\``
  const reference = `→ [${column.referencedTableName}](#${column.referencedTableName})`
  const keys = [
    ...(column.primary ? ['primary'] : []),
    ...(isForeignKey(column) ? [`${reference}${column.deleteRule ? `, on delete ${column.deleteRule}` : ''}`] : []),
  ]
  const about = [valuesOf(column, source), aboutColumn(column, source)].filter(Boolean).join('. ')
  return [
    `\`${column.fieldNames[0]}\``,
    column.columnTypes[0],
    column.nullable ? 'yes' : '',
    given,
    keys.join(', '),
    about,
  ]
}

function constraintsOf(model: EntityMetadata) {
  const list = (names: readonly string[]) =>
    names.map(name => model.props.find(column => column.name === name)?.fieldNames[0]).join(', ')
  const some = (kind: string, name: unknown, names: readonly string[], where?: unknown) =>
    `${kind} \`${name}\` on (${list(names)})${where ? ` where ${where}` : ''}`
  return [
    ...model.props.flatMap(({ name, unique }) => (unique ? [some('unique', unique, [name])] : [])),
    ...model.uniques.map(({ name, properties, where }) => some('unique', name, [properties].flat() as string[], where)),
    ...model.props.flatMap(({ name, index }) => (index ? [some('index', index, [name])] : [])),
    ...model.indexes.map(({ name, properties, where, expression }) =>
      typeof expression === 'string'
        ? `index \`${name}\`: \`${expression.replace(/^create index \S+ on \S+ /, '')}\``
        : some('index', name, [properties].flat() as string[], where),
    ),
  ]
}

const comment = String.raw`/\*\*((?:(?!\*/)[^])*)\*/`
const words = (text = '') => text.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim()

/** The comment above the declaration of the entity. */
const aboutModel = (source: string) => words(new RegExp(String.raw`${comment}\s*const schema`).exec(source)?.[1])

const aboutColumn = ({ name }: EntityProperty, source: string) =>
  words(new RegExp(String.raw`${comment}\s*${name}:`).exec(source)?.[1])

/** The values of a column, if the entity declares them. */
function valuesOf({ name }: EntityProperty, source: string) {
  const type = new RegExp(String.raw`\b${name}: p\.string\(\)\.\$type<([^>]+)>`).exec(source)?.[1] ?? ''
  return [...type.matchAll(/'([^']+)'/g)].map(match => `\`${match[1]}\``).join(', ')
}

/** `npm run models` writes `docs/models.md` from the entities. Needs no database. */
if (import.meta.main) {
  await writeFile('docs/models.md', await describeModels())
  console.log('Wrote docs/models.md')
}
