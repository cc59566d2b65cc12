/** prisma/schema.prisma for PostgreSQL: another provider and output, and no second set of Pothos types. */
export const postgresSchema = (sqlite: string): string =>
  sqlite
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace('"../src/store/generated/sqlite"', '"./postgresql"')
    .replace(/generator pothos \{[^}]*\}\n/, '')
