import { describe, expect, it } from 'vitest'
import { contact } from '#contract'
import { plainEmail } from '#contract/email'

const faultIn = (given: string) => contact.safeParse(given).error?.issues[0]?.message ?? null

describe('an email address is accepted', () => {
  it.each([
    ['with a domain in ASCII that stands for Cyrillic', 'ivan@xn--80akhbyknj4f.xn--p1ai'],
    ['with a Cyrillic domain', 'ivan@пример.рф'],
    ['with an umlaut in its domain', 'jose@bücher.example'],
    ['with a Han domain', 'li@例子.广告'],
    ['with a Devanagari domain, with a joiner in it', 'a@श्री.भारत'],
    ['with an Arabic domain', 'a@مثال.إختبار'],
    ['with an emoji that stands in ASCII', 'a@xn--i-7iq.ws'],
    ['with an ampersand', 'a&b@example.org'],
    ['with an equals sign', 'x=y@example.org'],
    ['with a tilde', 'a~b@example.org'],
    ['with a number sign first', '#1fan@example.org'],
    ['with every sign that an address may have', "!#$%&'*+/=?^_`{|}~-@example.org"],
    ['with dots, a tag and capitals', 'Ann.B.Adams+News@Mail.Example.ORG'],
    ['with digits alone before the @', '1@example.org'],
    ['with digits and hyphens in its domain', 'a@1-2--3.x1.example'],
    ['with 64 characters before the @', `${'a'.repeat(64)}@example.org`],
    ['with a label of 63 characters', `a@${'b'.repeat(63)}.example`],
    ['with 254 characters', `a@${Array(4).fill('b'.repeat(60)).join('.')}.example`],
  ])('%s', (_, address) => {
    expect(faultIn(address)).toBe(null)
  })
})

describe('an email address is rejected with the reason', () => {
  const noAddress = 'must be an email address or a phone number such as +441632960001'
  const letters = 'must have nothing before the @ but letters from A to Z, digits, dots and signs such as + _ -'
  const dots = 'must not begin or end with a dot before the @, or have two in a row'
  const domain = 'must have the name of a domain after the @, such as example.org'
  it.each([
    ['', noAddress],
    ['ann', noAddress],
    ['@example.org', noAddress],
    ['ann@', noAddress],
    ['0163296000', noAddress],
    ['"ann adams"@example.org', letters],
    ['ann adams@example.org', letters],
    [' ann@example.org', letters],
    ['ann,bob@example.org', letters],
    ['ann@bob@example.org', letters],
    ['ann\r\nBcc: x@example.org', letters],
    ['Ann <ann@example.org', letters],
    ['josé@example.org', letters],
    ['用户@example.org', letters],
    ['.ann@example.org', dots],
    ['ann.@example.org', dots],
    ['ann..adams@example.org', dots],
    [`${'a'.repeat(65)}@example.org`, 'must have at most 64 characters before the @'],
    ['ann@example.org.', domain],
    ['ann@example..org', domain],
    ['ann@.example.org', domain],
    ['ann@example.org ', domain],
    ['ann@example.org>', domain],
    ['ann@example.org\n', domain],
    ['ann@localhost', domain],
    ['ann@[192.0.2.7]', domain],
    ['ann@[IPv6:2001:db8::1]', domain],
    ['ann@192.0.2.7', domain],
    ['ann@0x7f.1', domain],
    ['ann@example.123', domain],
    ['ann@-example.org', domain],
    ['ann@example-.org', domain],
    ['ann@exa_mple.org', domain],
    ['ann@ex%61mple.org', domain],
    ['ann@example.org:25', domain],
    ['ann@example.org/x', domain],
    ['ann@example.org?x', domain],
    ['ann@exa\u202emple.org', domain],
    [`ann@${'b'.repeat(64)}.example`, domain],
    [`ann@${'ü'.repeat(60)}.example.${'ü'.repeat(60)}`, domain],
    [`${'a'.repeat(64)}@${Array(4).fill('ü'.repeat(40)).join('.')}.example`, 'must have at most 254 characters'],
  ])('%j: %s', (address, fault) => {
    expect(faultIn(address)).toBe(fault)
  })

  it('when it has more than 254 characters', () => {
    expect(faultIn(`ann@${Array(4).fill('b'.repeat(60)).join('.')}.example`)).toMatch(/254/)
  })

  it('when it contains NUL or ill-formed text', () => {
    for (const address of ['a\0@example.org', 'a\ud800@example.org']) expect(faultIn(address)).not.toBe(null)
  })
})

describe('an email address is normalized', () => {
  it.each([
    ['jose@bücher.example', 'jose@xn--bcher-kva.example'],
    ['José@BÜCHER.example'.replace('é', 'e'), 'jose@xn--bcher-kva.example'],
    ['jose@bu\u0308cher.example', 'jose@xn--bcher-kva.example'],
    ['jose@ｂücher。example', 'jose@xn--bcher-kva.example'],
    ['jose@XN--BCHER-KVA.example', 'jose@xn--bcher-kva.example'],
    ['ivan@ПРИМЕР.рф', 'ivan@xn--e1afmkfd.xn--p1ai'],
    ['a&B@Example.org', 'a&b@example.org'],
    ['a@straße.example', 'a@xn--strae-oqa.example'],
  ])('%s', (address, plain) => {
    expect(faultIn(address)).toBe(null)
    expect(plainEmail(address)).toBe(plain)
    expect(plainEmail(plain)).toBe(plain)
  })
})

describe('a phone number', () => {
  it.each(['+441632960001', '+6834000', '+390612345678', '+123456789012345'])('is accepted: %s', number => {
    expect(faultIn(number)).toBe(null)
  })

  it.each([
    '01632960001',
    '+44 1632 960001',
    '+4416-32960001',
    '+1234567890123456',
    '+012345678',
    '+',
    '+٤٤١٦٣٢٩٦٠٠٠١',
    '＋441632960001',
  ])('is rejected with an example when it is not in international form: %s', number => {
    expect(faultIn(number)).toBe('must be an email address or a phone number such as +441632960001')
  })
})
