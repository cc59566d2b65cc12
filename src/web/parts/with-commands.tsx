/** Commands in the server's messages, which are set off. */
const COMMAND =
  /(npm run \w+(?: --(?: (?!or\b)[\w-]+)*)?|seal (?:(?:dataset|ingest|token) )?\w+(?: --\w+ [A-Z]+)*)/

/** A text whose commands are set off. */
export const WithCommands = ({ text }: { text: string }) =>
  text.split(COMMAND).map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))
