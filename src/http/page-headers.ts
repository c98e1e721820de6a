import { secureHeaders } from 'hono/secure-headers'

type Policy = NonNullable<NonNullable<Parameters<typeof secureHeaders>[0]>['contentSecurityPolicy']>

/**
 * The headers of pages that people look at, with the policy of what such a page may load. A proxy that ends TLS says for
 * how long; what browsers heed on safe origins alone is left out, since they complain of it elsewhere.
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

/** Nothing on our pages asks for these, so nothing that got into one may. */
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
