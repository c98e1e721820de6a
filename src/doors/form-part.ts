import { isUtf8 } from 'node:buffer'

/** What the headers of a part of a form say of it; `name` is empty where they give none, and null where it is not UTF-8. */
export type PartHeader = { name: string | null; isFile: boolean; charset: string; coding: string }

/** Reads the headers of a part, as RFC 7578 has them. The name of a file is looked at for its being there alone. */
export function readPartHeader(headers: Map<string, string>): PartHeader {
  const disposition = readParameters(headers.get('content-disposition') ?? '')
  const type = readParameters(headers.get('content-type') ?? '')
  const name = Buffer.from((disposition.kind === 'form-data' && disposition.parameters.get('name')) || '', 'latin1')
  return {
    name: isUtf8(name) ? name.toString() : null,
    isFile:
      disposition.parameters.has('filename') ||
      disposition.parameters.has('filename*') ||
      type.kind === 'application/octet-stream',
    charset: type.parameters.get('charset') ?? 'utf-8',
    coding: headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary',
  }
}

/** `form-data; name="file"` as a kind and its parameters; those behind one that cannot be read are left out. */
function readParameters(header: string) {
  const [, kind = '', rest = ''] = /^([^;]*)(.*)$/.exec(header) ?? []
  const parameters = new Map<string, string>()
  // A path of Windows has backslashes that escape nothing, so one counts before a quotation mark only.
  for (const [, name = '', quoted, plain] of rest.matchAll(
    /;\s*([^\s=;"]+)\s*=\s*(?:"((?:\\"|[^"])*)"|([^\s;"]*))\s*/gy,
  )) {
    if (!parameters.has(name.toLowerCase()))
      parameters.set(name.toLowerCase(), quoted?.replaceAll('\\"', '"') ?? plain ?? '')
  }
  return { kind: kind.trim().toLowerCase(), parameters }
}
