import { calls, nounOf } from './calls.ts'
import { httpOperation } from './http-operation.ts'
import { type Json, shapeSchemas } from './json-schemas.ts'
import { problemResponses } from './problem-responses.ts'
import { responseHeaders } from './response-headers.ts'

/** The OpenAPI 3.1 document of every operation over HTTP. Without a public URL, paths are relative to the document's own. */
export function openApi({ publicUrl, version }: { publicUrl: string | null; version: string }) {
  const paths: Record<string, Json> = {}
  const tags = new Set<string>()
  for (const [name, operation] of calls) {
    if (!operation.http) continue
    const [method, path] = operation.http.split(' ') as [string, string]
    paths[path] = { ...paths[path], [method.toLowerCase()]: httpOperation(name, operation, path) }
    tags.add(nounOf(name))
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Heliograph over HTTP', version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: publicUrl ?? '/' }],
    tags: [...tags].map(name => ({ name })),
    paths,
    components: {
      schemas: shapeSchemas(['Failure']),
      responses: problemResponses(),
      headers: responseHeaders,
      securitySchemes,
    },
  }
}

const securitySchemes = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The `accessToken` from `auth.signIn`, `auth.verify` or `auth.refresh`. It is valid for 15 minutes.',
  },
}

const description = `
Every operation can also be called over [Socket.IO](/docs/sockets), with the same input, output, permissions, limits and
errors. The exceptions are operations that upload a file or handle credentials and sessions.

**Signing in.** \`auth.signIn\` returns an access token, sent as \`Authorization: Bearer …\`, and a refresh token, which
\`auth.refresh\` exchanges for new ones. An access token is valid for 15 minutes, a refresh token once and for 30 days, a
session for 90. Send \`tokens.deviceToken\` with later sign-ins to identify a known device. A sign-up has stages,
\`code → profile → photo → done\`; \`tokens.stage\` is the current one, and until it is \`done\` the token works only for the
next step.

**Errors** are [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem documents with a stable \`code\`, a sentence in
\`detail\` and, if the input is invalid, \`fields\`: what is wrong with each field, by its name (\`location.name\` for a
nested one), phrased to follow the name. What the caller may not see is \`not_found\`.

**Input** is JSON of up to 256 kB in the body, and parameters of the path and of a GET's query; unknown fields are
ignored. Text is UTF-8. Files are sent as \`multipart/form-data\`: one part called \`file\`, with a file name, and
text parts. Compressed bodies are not accepted. A request is ended if nothing of its body arrives for 30 seconds, or less
than 60 kB within a minute. An error that is known before the body is read is sent at once, with \`Connection: close\`: a
client that sends \`Expect: 100-continue\` need not send the body.

**Photos** are at the addresses in \`variants\`, and need no token. Pages of allowed origins can also read them with
\`fetch\` or on a canvas.

**Lists** are \`{ items, nextCursor }\`, newest first unless said otherwise. Send \`nextCursor\` back as \`cursor\` for the
next page; at the end it is null. A cursor is valid only for the list that returned it. \`messages.list\` uses numbers
instead; searches and suggestions are a single page.

**Retries.** Send the same \`Idempotency-Key\` (a UUID) again: the first result is returned, and nothing more is created. The
key may be the field \`idempotencyKey\` of the body or form instead. If both are given, they must be equal.

**Rate limits.** Each operation belongs to a class, counted per account, or per network (an IPv4 address, an IPv6 /64)
for sign-in and signed-out callers. Every counted response has the headers \`RateLimit-Limit\`,
\`RateLimit-Remaining\`, \`RateLimit-Reset\` and \`RateLimit-Policy\`, as in
[draft-ietf-httpapi-ratelimit-headers-06](https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-06).
After \`rate_limited\`, wait for the seconds in \`Retry-After\`, whatever the other headers say: sign-in and codes have
further limits.

Ids are UUIDv7. Times are ISO 8601 in UTC with milliseconds. Responses may gain fields: ignore those you do not know.
`.trim()
