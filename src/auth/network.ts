import { isIPv6 } from 'node:net'

/**
 * The network that an address is counted as: an IPv4 address itself, an IPv6 address as its /64, because one household or
 * server has a whole /64. A text that is no address is returned unchanged.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [plain = ''] = address.split('%')
  const [head = '', tail] = plain.split('::')
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  const between = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return `${[...before, ...between, ...after].slice(0, 4).join(':')}::/64`
}

const groupsOf = (part: string) =>
  part === '' ? [] : part.split(':').map(group => group.toLowerCase().replace(/^0+(?=.)/, ''))
