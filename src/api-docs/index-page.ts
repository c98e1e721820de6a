import { html } from 'hono/html'
import { events, namespaces } from '#contract'
import { calls, namespacesOf } from './calls.ts'
import { page } from './page.ts'
import type { Html } from './type-text.ts'

const overHttp = calls.filter(([, operation]) => operation.http).length
const overSockets = calls.filter(([, operation]) => namespacesOf(operation).length > 0).length

const firstSteps = `
import { io } from 'socket.io-client'

const response = await fetch('/v1/auth/sign-in', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ login: 'ann', password: '…' }),
})
const { tokens } = await response.json()

const feed = io('/feed', { auth: { token: tokens.accessToken } })
feed.on('feed.post', ({ post }) => console.log(post.author.username, post.caption))

const { ok, data, error } = await feed.emitWithAck('feed.home', { limit: 10 })
`.trim()

export const indexPage = (version: string): Html =>
  page({
    title: 'Heliograph documentation',
    path: '/docs',
    styles: ['docs.css', 'index-page.css'],
    body: html`
      <main class="index prose">
        <h1>One contract, two transports</h1>
        <p class="lead">
          The same operations are available over HTTP and Socket.IO, with the same input, output, permissions, limits and
          errors. These pages are generated from the contract that the server runs. Version ${version}.
        </p>
        <div class="cards">
          <a class="card" href="/docs/http">
            <h2>HTTP</h2>
            <p>Sign up, upload, read and write. Try each operation on the page.</p>
            <small>${overHttp} operations</small>
          </a>
          <a class="card" href="/docs/sockets">
            <h2>Socket.IO</h2>
            <p>Receive events as they happen, and catch up on those you missed.</p>
            <small>${overSockets} operations · ${Object.keys(events).length} events · ${namespaces.length} namespaces</small>
          </a>
        </div>
        <pre tabindex="0"><code>${firstSteps}</code></pre>
        <p>
          For tools: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1) and
          <a href="/asyncapi.json">asyncapi.json</a> (AsyncAPI 3.0).
        </p>
      </main>`,
  })
