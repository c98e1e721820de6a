import { dictionary } from '@zxcvbn-ts/language-common'
import { invalid } from '#core/pipeline/errors'
import { isEmail } from './contacts.ts'
import { skeletonOf } from './user-names.ts'

export type Names = { username?: string | null; fullName?: string; contact?: string | null }

/** Throws for a password that is in common use, or that is a name of its owner: attackers try these first. */
export function checkNewPassword(password: string, names: Names, field = 'password') {
  // The contract counts as JavaScript does, where most emoji are two.
  if ([...password].length < 8) throw invalid({ [field]: 'must have at least 8 characters' })
  const guesses = [fold(password), bare(fold(password))]
  if (guesses.some(isCommon)) throw invalid({ [field]: 'is too common: it would be guessed' })
  const own = new Set(namesOf(names))
  if (guesses.some(guess => own.has(guess))) throw invalid({ [field]: 'must not be your name or address' })
}

let common: ReadonlySet<string> | null = null
function isCommon(guess: string) {
  common ??= new Set([...dictionary['passwords-common'], 'heliograph'])
  return common.has(guess)
}

function namesOf({ username, fullName = '', contact }: Names) {
  const whole = fold(fullName)
  const words = whole.split(/[^\p{L}\p{M}]+/u)
  const address = contact ? fold(contact) : ''
  const [local = ''] = address.split('@')
  const names = [whole, words.join(''), ...words, address, isEmail(address) ? local : address.replace(/\D/g, '')]
  if (username) names.push(fold(username), skeletonOf(username))
  return names.flatMap(name => [name, bare(name)]).filter(name => [...name].length >= 3)
}

/** Without trailing digits and signs. */
const bare = (text: string) => text.replace(/[^\p{L}\p{M}]+$/u, '')

/** As it is hashed, in lower case. */
const fold = (text: string) => text.normalize('NFKC').toLowerCase().trim()
