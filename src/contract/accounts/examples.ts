import { ann } from '../users/examples.ts'
import type { Tokens } from './shapes.ts'

export const exampleTokens: Tokens = {
  accessToken: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjFmMmUzZDRjIn0.e30.c2lnbmF0dXJl',
  accessExpiresAt: '2026-05-04T09:45:00.000Z',
  refreshToken: '01990a4e-7c00-7000-8000-000000000070.1.c2lnbmF0dXJl',
  refreshExpiresAt: '2026-06-03T09:30:00.000Z',
  deviceToken: '01990a4e-7c00-7000-8000-000000000070.ZGV2aWNl',
  stage: 'done',
}

export const asAnn = { tokens: exampleTokens, user: ann }
