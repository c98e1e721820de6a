import { expect, test } from 'vitest'
import { columnOf, propertyOf } from '#database'
import { useApp } from '#support/app/use-app'

const app = useApp()

test('every property is the camel case of its column', () => {
  const odd = [...app.orm.em.getMetadata()].flatMap(({ className, props }) =>
    props.flatMap(({ name, fieldNames: [column = ''] }) =>
      columnOf(name) === column && propertyOf(column) === name ? [] : [`${className}.${name} is ${column}`],
    ),
  )
  expect(odd).toEqual([])
})
