/** What each command does, in a line: in its own help, and in the list of all. */
export const ABOUT = {
  serve: 'answers GraphQL and shows the page, until it is stopped',
  ingest: 'brings files into a dataset',
  score: 'scores the entries of a dataset that have no reward yet, by a model of your own',
  label: "labels a dataset's entries with a language model; those that are labeled already stay",
  rewrite: "rewrites a dataset's entries with a language model; those that are rewritten already stay",
  embed:
    "compares a rewriter's entries with the originals by an embedding model, where that was not done yet",
  measure: 'measures the texts of a dataset and of its rewritings, where they are not measured yet',
  dataset: 'shows the datasets that there are, deletes them, and keeps slices with them',
  objectives: 'judges a file of objectives',
  mcp: 'serves an assistant that speaks the Model Context Protocol, over standard input and output; only reads',
  export: 'writes what is in a dataset as the file that brings it in',
  figures: 'draws all figures of a dataset that a running server has',
  generate: 'writes a synthetic preference dataset that follows the numbers of the SEAL paper',
  token: 'makes, lists and revokes the tokens that let people in',
  doctor: 'looks at everything that the server and the commands need, changes nothing, and says what to do',
  backup: 'copies a SQLite database, also while others write to it',
  migrate: 'brings the database to the committed migrations; several at once are safe',
} as const

export type CommandName = keyof typeof ABOUT
