import { html } from 'hono/html'
import { page } from './page.ts'
import type { Html } from './type-text.ts'

/** Swagger UI on the OpenAPI document. */
export const httpPage = (): Html =>
  page({
    title: 'Heliograph over HTTP',
    path: '/docs/http',
    styles: ['swagger-ui.css', 'docs.css', 'http-page.css'],
    body: html`
      <main id="operations"></main>
      <script src="/docs/assets/swagger-ui-bundle.js"></script>
      <script src="/docs/assets/http-page.js"></script>`,
  })
