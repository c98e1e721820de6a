import { expect, test } from 'vitest'
import { deviceOf } from '#auth/device-of'

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
    'Chrome on Windows',
  ],
  ['curl/8.5.0', 'curl'],
  ['node', 'node'],
])('%s is called %j', (userAgent, name) => {
  expect(deviceOf(userAgent)).toBe(name)
})

test.each([
  [''],
  ['   '],
  ['Mozilla/5.0'],
  ['/'],
  ['<script>alert(1)</script>'],
  ['visit http://evil.example now/1 x'],
  ['Ann\u202e\u0000\r\nBcc: eve@example.com/1 x'],
  ['\ud800'],
  ['x'.repeat(100_000)],
  ['((((((((('.repeat(1000)],
  ['/ '.repeat(10_000)],
])('%j is an unknown device, and its text is not repeated', userAgent => {
  expect(deviceOf(userAgent)).toBe('An unknown device')
})
