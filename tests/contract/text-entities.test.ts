import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { entity } from '#contract'
import { entitiesOf, namesOf, tagOf, tagsOf } from '#contract/text-entities'

/** The entities of a text, as written there. */
const found = (text: string) => entitiesOf(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`)
const tags = (text: string) => tagsOf(entitiesOf(text))
const names = (text: string) => entitiesOf(text).flatMap(({ username }) => username ?? [])
const urls = (text: string) => entitiesOf(text).flatMap(({ url }) => url ?? [])

describe('the entities of a text', () => {
  it('have their positions in UTF-16 code units and their targets', () => {
    const text = '🌅 with @Ann at #Café: https://example.org/a.'
    expect(z.array(entity).parse(entitiesOf(text))).toEqual([
      { kind: 'mention', start: 8, end: 12, username: 'ann' },
      { kind: 'hashtag', start: 16, end: 21, tag: 'café' },
      { kind: 'link', start: 23, end: 44, url: 'https://example.org/a' },
    ])
  })

  it.each([
    '@ the beach with friends',
    '# 1 in the charts',
    'mail ann.adams@example.org',
    'Ann <ann+news@example.org>, bob_b@mail.example',
    'a&b@example.org a&@example.org x=y@example.org o’neil@example.org',
    '#1fan@example.org first.#tag@example.org',
    '"ann adams"@example.org',
    'josé@example.org 用户@example.com',
    '@ann@social.example',
    'C# and F#, issue #12, 5#',
    '#️⃣ 1️⃣ @️ #\u0301x',
    '&#39; &#x27; &#x1F600;',
    'example.org/@ines/photos#top www.example.org/#top',
    '@an @.ann @@ @- @é',
    `@${'a'.repeat(31)} #${'a'.repeat(101)}`,
    '#_ #___ #2024 #१२३ #１２３',
    'https:// http:// https://localhost http://example',
    'ftp://example.org javascript:alert(1) data:text/html,x //example.org',
    '',
  ])('are none in plain text: %s', text => {
    expect(found(text)).toEqual([])
  })

  it.each<[text: string, ...entities: string[]]>([
    ['Hi @ann, (@bob) and @cyd.', 'mention @ann', 'mention @bob', 'mention @cyd'],
    ['#one#two, #three', 'hashtag #one', 'hashtag #two', 'hashtag #three'],
    ['@ann… @bob!@cyd', 'mention @ann', 'mention @bob', 'mention @cyd'],
    ['🌅#dawn🌅@ann🌅', 'hashtag #dawn', 'mention @ann'],
    ['(see #this) "#that"', 'hashtag #this', 'hashtag #that'],
  ])('stand at the beginning of a word, whatever punctuation is around it: %s', (text, ...entities) => {
    expect(found(text)).toEqual(entities)
  })

  it('are found in scripts that put no space between words', () => {
    expect(found('今天和@ann一起看#日出，见https://example.org/日出。')).toEqual([
      'mention @ann',
      'hashtag #日出',
      'link https://example.org/日出',
    ])
    expect(names('@ann이랑 @bobさんと')).toEqual(['ann', 'bob'])
  })
})

/** A text as people write it, and what of it is an entity: tags in their canonical spelling, names in lower case. */
const written: [text: string, tags: string[], names?: string[]][] = [
  // Arabic, Persian, Urdu: right to left, with and without vowel signs, with joiners and Arabic digits.
  ['صباح الخير #القاهرة', ['القاهرة']],
  ['#اَلْعَرَبِيَّةُ لغة جميلة', ['اَلْعَرَبِيَّةُ']],
  ['مع @ann في #رمضان_كريم!', ['رمضان_كريم'], ['ann']],
  ['#می‌خواهم بروم', ['می‌خواهم']],
  ['#سنة_٢٠٢٦، #٢٠٢٦', ['سنة_٢٠٢٦']],
  ['\u200f#مصر\u200f و\u202b#تونس\u202c', ['مصر', 'تونس']],
  ['#لاہور، پاکستان', ['لاہور']],
  // Hebrew, with points, quotes inside abbreviations and a hyphen.
  ['שלום #ירושלים', ['ירושלים']],
  ['#שָׁלוֹם עולם', ['שָׁלוֹם']],
  ['#צה״ל #תל־אביב', ['צה״ל', 'תל']],
  ['תמונה של @bob, ב#חיפה', [], ['bob']],
  // Hindi and its relatives: vowel signs, conjuncts, digits.
  ['#नमस्ते दुनिया', ['नमस्ते']],
  ['#क्षत्रिय #श्री', ['क्षत्रिय', 'श्री']],
  ['#दिवाली२०२६ #२०२६', ['दिवाली२०२६']],
  ['#தமிழ் #తెలుగు #ಕನ್ನಡ', ['தமிழ்', 'తెలుగు', 'ಕನ್ನಡ']],
  ['#বাংলাদেশ @ann', ['বাংলাদেশ'], ['ann']],
  // Thai, Lao, Khmer, Burmese: no space between words.
  ['#กรุงเทพ สวยมาก', ['กรุงเทพ']],
  ['วันนี้#ทะเล @bob', ['ทะเล'], ['bob']],
  ['#น้ำ และ #ຄຳ', ['น้ำ', 'ຄຳ']],
  ['#ភ្នំពេញ #ရန်ကုန်', ['ភ្នំពេញ', 'ရန်ကုန်']],
  // Japanese, Chinese, Korean: full-width signs and letters, long vowels, iteration marks, particles.
  ['今日は#東京タワー に行った', ['東京タワー']],
  ['＃桜　＃さくら　#サクラ', ['桜', 'さくら', 'サクラ']],
  ['#ｻｸﾗ #ラーメン #佐々木', ['サクラ', 'ラーメン', '佐々木']],
  ['#ＴＯＫＹＯ２０２６', ['tokyo2026']],
  ['＠ann さんと＃花火。', ['花火'], ['ann']],
  ['#上海，#北京。', ['上海', '北京']],
  ['﹟小', ['小']],
  ['#서울에서 @bob님과', ['서울에서'], ['bob']],
  // Latin, Greek, Cyrillic, Georgian, Armenian, Ethiopic.
  ['#ŁÓDŹ #Žižkov #Ærø', ['łódź', 'žižkov', 'ærø']],
  ['#İSTANBUL #ıspanak #IŞIK', ['istanbul', 'ispanak', 'işik']],
  ['#GRÜẞE #Straße', ['grüsse', 'strasse']],
  ['#ΑΘΗΝΑΣ #Αθήνας', ['αθηνασ', 'αθήνασ']],
  ['#Москва #МОСКВА', ['москва']],
  ['#საქართველო #Հայաստան #ኢትዮጵያ', ['საქართველო', 'հայաստան', 'ኢትዮጵያ']],
  ['#l·lusió #paral·lel.', ['l·lusió', 'paral·lel']],
  ['#𝓼𝓾𝓷𝓼𝓮𝓽 #ⓢⓤⓝ', ['sunset']],
  // Emoji: between letters they belong to the word, with joiners, skin tones and flags; after it they do not.
  ['#good🌅morning', ['good🌅morning']],
  ['#sunset🌅', ['sunset']],
  ['🌅#dawn', ['dawn']],
  ['#team👩🏽‍💻work', ['team👩🏽‍💻work']],
  ['#high👋🏿five #high👋five', ['high👋🏿five', 'high👋five']],
  ['#i❤️ny #i❤ny', ['i❤ny']],
  ['#made🇯🇵in', ['made🇯🇵in']],
  ['#pride🏳️‍🌈week', ['pride🏳‍🌈week']],
  ['#a🌅🌅🌅b', ['a🌅🌅🌅b']],
  ['#🌅 #👩‍👩‍👧‍👦 #❤️', []],
  ['#one🌅#two🌅@ann', ['one', 'two'], ['ann']],
  ['#top1️⃣ #brand®name', ['top1', 'brand']],
  // Underscores, apostrophes, hyphens, dots.
  ['#_x #x_ #a__b #__', ['_x', 'x_', 'a__b']],
  ["#rock’n’roll #don't", ['rock', 'don']],
  ['#l’été', ['l']],
  ['#well-known #v1.2', ['well', 'v1']],
  ['@ann_ @_bob_ @a__b', [], ['ann_', '_bob_', 'a__b']],
  ['@ann.b’s and @cyd-e', [], ['ann.b', 'cyd']],
  ['@ANN @Ann @ann', [], ['ann']],
  // Numbers, e-mail addresses, URLs with fragments, other uses of the signs.
  ['#1 #2026 #3d #360', ['3d']],
  ['write to ann@example.org or bob.b+x@mail.example', []],
  ['https://example.org/#top and https://example.org/a?b=#c', []],
  ['https://example.org/@ann#day #day', ['day']],
  ['example.org/#top mail:#x@example.org', []],
  ['R&B#1 C# a#b &#39; #', []],
  ['5 @ 3 USD, @ home, @@ann', []],
  ['(#in) [#out] "#both" <#all>', ['in', 'out', 'both', 'all']],
  ['#ﷺ', []],
  [
    `#${'ﬃ'.repeat(33)} #${'ﬃ'.repeat(34)} #${'a'.repeat(100)} #${'b'.repeat(101)}`,
    ['ffi'.repeat(33), 'a'.repeat(100)],
  ],
]

describe('the hashtags and mentions of a text', () => {
  it.each(written)('are those of %s', (text, expected, users = []) => {
    const entities = entitiesOf(text)
    expect([tagsOf(entities), namesOf(entities)]).toEqual([expected, users])
    // Offsets are those of JavaScript, and a canonical spelling is its own.
    for (const { kind, start, end, tag } of entities) {
      if (kind !== 'link') expect(text.slice(start, start + 1)).toMatch(/[#﹟＃@＠]/u)
      if (tag !== undefined) expect([tagOf(text.slice(start + 1, end)), tagOf(tag)]).toEqual([tag, tag])
    }
  })

  it('are tried on at least sixty texts', () => {
    expect(written.length).toBeGreaterThanOrEqual(60)
  })
})

describe('a hashtag', () => {
  it.each([
    ['#हिन्दी', 'हिन्दी'],
    ['#น้ำตก', 'น้ำตก'],
    ['#മലയാളം', 'മലയാളം'],
    ['#বাংলা', 'বাংলা'],
    ['#မြန်မာ', 'မြန်မာ'],
    ['#العَرَبِيَّة', 'العَرَبِيَّة'],
    ['#עִבְרִית', 'עִבְרִית'],
    ['#Tiếng_Việt', 'tiếng_việt'],
    ['#한국어', '한국어'],
    ['#ㅋㅋㅋ', 'ㅋㅋㅋ'],
    ['#東京・大阪', '東京・大阪'],
    ['#col·lecció', 'col·lecció'],
    ['#علی‌رضا', 'علی‌رضا'],
    ['#ශ්‍රී', 'ශ්‍රී'],
    ['#1fan', '1fan'],
    ['#2024年', '2024年'],
  ])('is a whole word with its marks and joiners: %s', (text, tag) => {
    expect(entitiesOf(`${text} x`)).toEqual([{ kind: 'hashtag', start: 0, end: text.length, tag }])
  })

  it('ends before an emoji, punctuation and a joiner that joins nothing', () => {
    expect(found('#sunset🌅 #dusk. #dawn\u200d #noon\u200b')).toEqual([
      'hashtag #sunset',
      'hashtag #dusk',
      'hashtag #dawn',
      'hashtag #noon',
    ])
  })

  it.each([
    ['composed and decomposed', ['#café', '#cafe\u0301', '#CAFÉ', '＃ｃａｆｅ\u0301'], 'café'],
    ['capitals', ['#Sunset', '#SUNSET', '#ｓｕｎｓｅｔ'], 'sunset'],
    ['a Turkish i', ['#İstanbul', '#ıstanbul', '#ISTANBUL', '#istanbul'], 'istanbul'],
    ['a sharp s', ['#Straße', '#STRASSE', '#STRAẞE'], 'strasse'],
    ['a final sigma', ['#ΟΔΟΣ', '#οδος'], 'οδοσ'],
    ['half-width letters', ['#ｶﾞﾗｽ', '#ガラス'], 'ガラス'],
    ['Hangul letters that make syllables', ['#한', '#\u1112\u1161\u11ab'], '한'],
    ['a form of an ideograph', ['#葛城', '#葛\u{E0100}城'], '葛城'],
  ])('is the same tag in all its spellings: %s', (_, spellings, tag) => {
    expect(spellings.map(tags)).toEqual(spellings.map(() => [tag]))
    expect(tagOf(tag)).toBe(tag)
  })

  it('is recognised thirty times in a text, and its tag is listed once', () => {
    const text = Array.from({ length: 1000 }, (_, i) => `#tag${i % 40}`).join(' ')
    expect(entitiesOf(text)).toHaveLength(30)
    expect(tags('#a1 #A1 #b1')).toEqual(['a1', 'b1'])
  })
})

describe('a mention', () => {
  it.each([
    ['@ann.', 'ann'],
    ['@ann.adams...', 'ann.adams'],
    ['＠Ann', 'ann'],
    ['.@ann', 'ann'],
    ['@__proto__', '__proto__'],
    ['@ann-lee', 'ann'],
    ['@ann’s', 'ann'],
    [`@${'a'.repeat(30)}`, 'a'.repeat(30)],
  ])('is an @ and a possible user name: %s', (text, username) => {
    expect(names(text)).toEqual([username])
  })

  it.each(['word@ann', '@anné', '@ann\u0301', '@pаypal', '/@ann', '@ann@bob'])('is not cut out of a word: %s', text => {
    expect(names(text)).toEqual([])
  })

  it('is recognised twenty times in a text', () => {
    expect(names('@ann '.repeat(1000))).toHaveLength(20)
  })
})

describe('a link', () => {
  it.each([
    'https://example.org/@ines/photos#top',
    'https://example.org',
    'HTTPS://Example.ORG/A?b=c&d=%20#e',
    'http://192.0.2.7:8080/',
    'https://bücher.example/straße',
    'https://xn--80akhbyknj4f.xn--p1ai/',
    'https://नमस्ते.example/',
    'https://web.example/2020/https://example.org/#x',
    'https://en.example/wiki/Sun_(star)',
    'https://example.org/a[1]{2}(3)',
    'https://example.org/?a=@ann,#b',
  ])('is one entity: %s', url => {
    expect(entitiesOf(`x ${url} y`)).toEqual([{ kind: 'link', start: 2, end: 2 + url.length, url }])
  })

  it.each([
    ['Look: https://example.org/a.', 'https://example.org/a'],
    ['https://example.org/a?!', 'https://example.org/a'],
    ['(https://example.org/a)', 'https://example.org/a'],
    ['(https://example.org/a_(b)), then', 'https://example.org/a_(b)'],
    ['[here](https://example.org/a)', 'https://example.org/a'],
    ['https://example.org/(a', 'https://example.org/'],
    ['https://example.org/a]b', 'https://example.org/a'],
    ['<https://example.org/a>', 'https://example.org/a'],
    ['"https://example.org/a"', 'https://example.org/a'],
    ['“https://example.org/a”', 'https://example.org/a'],
    ['**https://example.org/a**', 'https://example.org/a'],
    ['https://example.org/a\u202ebc', 'https://example.org/a'],
    ['见https://example.org/a。', 'https://example.org/a'],
  ])('leaves out the punctuation and the brackets around it: %s', (text, url) => {
    expect(urls(text)).toEqual([url])
  })

  it.each([
    'https://bank.example@evil.example/',
    'https://bank.example:pass@evil.example/#ann',
    'https://@evil.example/',
    'https://bank.example＠evil.example/',
    'https://bank.example%40evil.example/',
    'https://bank.example\\@evil.example/',
    'https://exa mple',
    'https://example.org:99999/',
    'xhttps://example.org',
    `https://${'a'.repeat(64)}.${'b'.repeat(300)}/`,
    `https://example.org/${'a'.repeat(2048)}`,
  ])('is none when it leads elsewhere than it seems, or nowhere: %s', text => {
    expect(found(text)).toEqual([])
  })
})

describe('parsing a text takes time proportional to its length', () => {
  const hostile: [what: string, piece: string][] = [
    ['signs', '#'],
    ['at signs', '@'],
    ['hashtags without a space', '#a'],
    ['hashtags and dots', '#a.'],
    ['numbers', '#1'],
    ['names and dots', '@aaa.'],
    ['beginnings of links', 'http://'],
    ['links and closing brackets', 'http://a.b)'],
    ['links and opening brackets', 'http://a.b('],
    ['links', 'http://a.bb '],
    ['letters', 'a'],
    ['marks', '#a\u0301'],
    ['joiners', '#\u0915\u094d\u200d'],
    ['local parts', '#a!'],
    ['emoji', '👩‍💻#a '],
    ['words with emoji', '#a👩‍💻b🌅'],
    ['hashtags and flags', '#a🇯🇵'],
  ]
  const long: [what: string, text: (length: number) => string][] = [
    ...hostile.map(([what, piece]) => [what, (length: number) => piece.repeat(length / piece.length)] as const),
    ['a long tag', (length: number) => `#${'a'.repeat(length)}`] as const,
    ['a long name', (length: number) => `@${'a.'.repeat(length / 2)}`] as const,
    ['a long host', (length: number) => `http://${'ü'.repeat(length)}.example`] as const,
    ['a link that ends in dots', (length: number) => `http://a.b/${'.'.repeat(length)}`] as const,
    ['a link that ends in brackets', (length: number) => `http://a.b/${'('.repeat(length)}`] as const,
    ['a link with dots in it', (length: number) => `http://a.b/${'.a'.repeat(length / 2)}`] as const,
  ].map(([what, text]) => [what, text])

  it.each(long)('with nothing but %s', (_, text) => {
    // Sixteen times the length: a reader that looks at everything again and again would take 256 times the work.
    const least = (length: number) => Math.min(...Array.from({ length: 5 }, () => workOf(text(length))))
    workOf(text(5_000))
    expect(least(80_000)).toBeLessThan(64 * Math.max(least(5_000), 2_000))
  })

  /** Microseconds of this thread's own work, whatever else the machine does. */
  function workOf(text: string) {
    const before = process.threadCpuUsage()
    entitiesOf(text)
    return process.threadCpuUsage(before).user
  }
})
