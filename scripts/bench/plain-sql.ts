import Database from 'libsql'

const SIDES = `FROM reward c JOIN reward r USING (dataset_id, row_id, variant_id, model_id)
  WHERE dataset_id = 1 AND variant_id = 0 AND c.side = 'CHOSEN' AND r.side = 'REJECTED'`

/** What one would write without this server, on the tables as they are. */
const QUERIES = [
  { name: 'alignment', sql: `SELECT avg(c.score > r.score) ${SIDES} AND model_id = 2` },
  {
    name: 'regimes',
    sql: `SELECT before, after, count(*) FROM (
        SELECT row_id, max(aligned) FILTER (WHERE model_id = 1) AS before, max(aligned) FILTER (WHERE model_id = 2) AS after
        FROM (SELECT row_id, model_id, c.score > r.score AS aligned ${SIDES}) GROUP BY row_id
      ) GROUP BY before, after`,
  },
]

/** Milliseconds of each query, several times, on a warm connection in this process. */
export const benchPlainSql = (file: string): { name: string; ms: number[] }[] => {
  const database = new Database(file)
  try {
    return QUERIES.map(({ name, sql }) => {
      const statement = database.prepare(sql)
      const ms = Array.from({ length: 5 }, () => {
        const started = performance.now()
        statement.all()
        return performance.now() - started
      })
      return { name, ms }
    })
  } finally {
    database.close()
  }
}
