import { html } from 'hono/html'
import type { Html } from './type-text.ts'

type Page = { title: string; path: string; styles: string[]; body: Html }

/** The frame of all documentation pages. They load nothing from other servers. */
export const page = ({ title, path, styles, body }: Page): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    ${styles.map(name => html`<link rel="stylesheet" href="/docs/assets/${name}">`)}
    <link rel="icon" href="/docs/assets/icon.svg" type="image/svg+xml">
  </head>
  <body>
    <header class="bar">
      <a class="name" href="/docs"><img src="/docs/assets/icon.svg" alt="" width="22" height="22"> Heliograph</a>
      <nav aria-label="Documentation">${places.map(place => link(place, path))}</nav>
    </header>
    ${body}
  </body>
</html>`

const places = [
  { path: '/docs/http', text: 'HTTP', kind: 'page' },
  { path: '/docs/sockets', text: 'Socket.IO', kind: 'page' },
  { path: '/openapi.json', text: 'openapi.json', kind: 'file' },
  { path: '/asyncapi.json', text: 'asyncapi.json', kind: 'file' },
]

const link = ({ path, text, kind }: (typeof places)[number], current: string) =>
  html`<a class="${kind}" href="${path}"${path === current ? html` aria-current="page"` : ''}>${text}</a>`
