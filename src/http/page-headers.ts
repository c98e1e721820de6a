import { secureHeaders } from 'hono/secure-headers'

type Policy = NonNullable<NonNullable<Parameters<typeof secureHeaders>[0]>['contentSecurityPolicy']>

/**
 * The headers of HTML pages, with the policy of what they may load. HSTS is left to the proxy that ends TLS; headers that
 * browsers support only on secure origins are left out, because they log warnings about them elsewhere.
 */
export const pageHeaders = (policy: Policy) =>
  secureHeaders({
    contentSecurityPolicy: { ...policy, objectSrc: ["'none'"], baseUri: ["'none'"], frameAncestors: ["'none'"] },
    permissionsPolicy: unused,
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  })

/** Our pages use none of these, so injected code may not either. */
const unused = {
  accelerometer: [],
  camera: [],
  displayCapture: [],
  geolocation: [],
  gyroscope: [],
  magnetometer: [],
  microphone: [],
  midi: [],
  payment: [],
  usb: [],
}
