import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Packed, pack } from '#http/packed'

/** The files that the pages load, by name: our own, and those of the Swagger UI package. */
const sources: Record<string, string> = {
  'docs.css': import.meta.resolve('./browser/docs.css'),
  'index-page.css': import.meta.resolve('./browser/index-page.css'),
  'http-page.css': import.meta.resolve('./browser/http-page.css'),
  'sockets-page.css': import.meta.resolve('./browser/sockets-page.css'),
  'icon.svg': import.meta.resolve('./browser/icon.svg'),
  'http-page.js': import.meta.resolve('./browser/http-page.js'),
  'swagger-ui.css': import.meta.resolve('swagger-ui-dist/swagger-ui.css'),
  'swagger-ui-bundle.js': import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js'),
}
export const assetNames = Object.keys(sources)

/** Returns a file, packed; reads it from disk only on its first use. */
export function assetOf(name: string): Packed {
  const asset = opened.get(name) ?? open(name)
  opened.set(name, asset)
  return asset
}

const opened = new Map<string, Packed>()

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

const open = (name: string) => pack(types[name.split('.').at(-1)!]!, readFileSync(fileURLToPath(sources[name]!)))
