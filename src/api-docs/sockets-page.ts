import { html } from 'hono/html'
import { namespaces, streams } from '#contract'
import { fieldTable } from './field-table.ts'
import { type Json, shapeSchemas } from './json-schemas.ts'
import { page } from './page.ts'
import { inline, prose } from './prose.ts'
import { onEveryNamespace, onStreams, type SocketMessage } from './socket-built-ins.ts'
import { socketExample } from './socket-example.ts'
import { ownMessages } from './socket-messages.ts'
import type { Html } from './type-text.ts'

type Section = { id: string; title: string; intro: string; messages: SocketMessage[] }

/** The AsyncAPI document for people: the messages of each namespace, and their shapes. */
export function socketsPage(description: string): Html {
  const sections = [...namespaces.map(own), every]
  const shapes = Object.entries(shapeSchemas(['Problem', 'Tokens']))
  return page({
    title: 'Heliograph over Socket.IO',
    path: '/docs/sockets',
    styles: ['docs.css', 'sockets-page.css'],
    body: html`
      <div class="columns prose">
        <nav class="contents" aria-label="Contents">
          ${sections.map(contents)}
          <h2><a href="#shapes">Shapes</a></h2>
          <ul>${shapes.map(([name]) => html`<li><a href="#${name}">${name}</a></li>`)}</ul>
        </nav>
        <main>
          <h1>Heliograph over Socket.IO</h1>
          <div class="intro">${prose(description)}</div>
          ${sections.map(section)}
          <section id="shapes"><h2>Shapes</h2>${shapes.map(([name, schema]) => shape(name, schema))}</section>
        </main>
      </div>`,
  })
}

const own = (namespace: (typeof namespaces)[number]): Section => ({
  id: namespace,
  title: `/${namespace}`,
  intro: streams.some(stream => stream === namespace) ? 'Has durable events, and therefore a log for each user.' : '',
  messages: ownMessages(namespace),
})

const every: Section = {
  id: 'every',
  title: 'Every namespace',
  intro: `\`log.head\` and \`log.void\` are sent in namespaces with a log: ${streams.map(name => `\`/${name}\``).join(', ')}.`,
  messages: [...onEveryNamespace, ...onStreams],
}

const contents = ({ id, title, messages }: Section) => html`
  <h2><a href="#${id}">${title}</a></h2>
  <ul>${messages.map(({ name, action }) => html`<li class="${action}"><a href="#${id}/${name}">${name}</a></li>`)}</ul>`

const section = ({ id, title, intro, messages }: Section) => html`
  <section id="${id}"><h2>${title}</h2>${intro && html`<p>${inline(intro)}</p>`}${messages.map(each => article(id, each))}</section>`

const article = (section: string, message: SocketMessage) => html`
  <article id="${section}/${message.name}">
    <h3><span class="action ${message.action}">${message.action}</span> ${message.name}</h3>
    <div class="halves">
      <div>
        <p>${inline(message.summary)}</p>
        <p class="note">${inline(message.note)}</p>
        <h4>Payload</h4>${fieldTable(message.payload)}
        ${message.reply && html`<h4>Response, as <code>data</code></h4>${fieldTable(message.reply.data)}`}
      </div>
      <pre tabindex="0"><code>${socketExample(section, message)}</code></pre>
    </div>
  </article>`

const shape = (name: string, schema: Json) =>
  html`<article id="${name}"><h3>${name}</h3>${fieldTable(schema)}</article>`
