import { ormOptions } from '#platform/database'

/** For MikroORM's command line; the server takes its database from `src/config.ts`. */
export default ormOptions(process.env.DATABASE_URL ?? 'postgresql://localhost:5432/heliograph')
