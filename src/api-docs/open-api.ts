import { calls, nounOf } from './calls.ts'
import { httpOperation } from './http-operation.ts'
import { type Json, shapeSchemas } from './json-schemas.ts'
import { problemResponses } from './problem-responses.ts'
import { responseHeaders } from './response-headers.ts'

/** The OpenAPI 3.1 document of every operation that HTTP carries. Without a public address, paths count from the document's own. */
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
    description:
      'The `accessToken` that `auth.signIn`, `auth.verify` and `auth.refresh` answer. It lives for 15 minutes.',
  },
}

const description = `
Every operation but those that upload a file or handle credentials and sessions can also be called over
[Socket.IO](/docs/sockets), with the same input, output, permissions, limits and errors.

**Signing in.** \`auth.signIn\` answers an access token, sent as \`Authorization: Bearer …\`, and a refresh token, which
\`auth.refresh\` exchanges for new ones: the access token lives for 15 minutes, a refresh token is good once and for 30
days, a session for 90. \`tokens.deviceToken\`, sent with later sign-ins, says that the device is known. A sign-up has
stages, \`code → profile → photo → done\`; \`tokens.stage\` says how far it is, and until it is \`done\` the token works
for the next step alone.

**Errors** are [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem documents with a stable \`code\`, a sentence in
\`detail\` and, where the input is at fault, \`fields\`: by its name (\`location.name\` within another) what is wrong with
each, to be said after the name. What the caller may not know of is \`not_found\`.

**Input** is JSON of up to 256 kB in the body, and parameters of the path and of a GET's query; fields that are not known
are passed over. Text is UTF-8. Files are sent as \`multipart/form-data\`: one part called \`file\`, with a file name, beside
texts. A body is not compressed. It may take its time, but is ended where nothing of it arrives for 30 seconds, or less than
60 kB within a minute. What can be refused before the body is read is refused then, with \`Connection: close\`: a client
that sends \`Expect: 100-continue\` need not send the rest.

**Photos** are at the addresses in \`variants\`, without a token. Pages of the origins that the operator allows can read them
by \`fetch\` or on a canvas as well.

**Lists** are \`{ items, nextCursor }\`, newest first unless said otherwise. Send \`nextCursor\` back as \`cursor\` for the
next page; at the end it is null. A cursor belongs to the list that answered it. \`messages.list\` goes by numbers
instead; searches and suggestions are a single page.

**Retries.** Send the same \`Idempotency-Key\` (a UUID) again, and what was created the first time is answered; nothing
more is created. The key may be a field of the body instead, \`idempotencyKey\`, also of a form. Where both are given they
have to be the same.

**Rate limits.** Each operation belongs to a class, counted per account, or per network (an IPv4 address, an IPv6 /64)
for signing in and where nobody is signed in. Every answer that was counted says how it stands in \`RateLimit-Limit\`, \`RateLimit-Remaining\`, \`RateLimit-Reset\` and
\`RateLimit-Policy\`, the separate fields of
[draft-ietf-httpapi-ratelimit-headers-06](https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-06).
Who is refused waits for the seconds in \`Retry-After\`, whatever the other fields say: signing in and codes have further limits.

Ids are UUIDv7. Times are ISO 8601 in UTC with milliseconds. Fields may be added to answers: ignore what you do not know.
`.trim()
