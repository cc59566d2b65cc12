import type { Command, Option } from 'commander'

export const SHELLS = ['bash', 'zsh'] as const

/** A command by the words that call it, and those below it. */
type Place = { words: string; command: Command }

const placesOf = (command: Command, words = ''): Place[] => [
  { words, command },
  ...command.commands.flatMap((one) => placesOf(one, `${words} ${one.name()}`.trim())),
]

const optionsOf = (command: Command): readonly Option[] => command.createHelp().visibleOptions(command)
const flagsOf = ({ long, short }: Option) => [long, short].filter((flag) => flag !== undefined)

/** One branch of a `case`; its patterns are words that the shell must not read. */
const branch = (patterns: readonly string[], does: string): string[] =>
  patterns.length === 0 ? [] : [`${patterns.map((pattern) => `'${pattern}'`).join('|')}) ${does} ;;`]

/** What may follow an option that takes a value: its choices, or else a file. */
const valueBranches = ({ words, command }: Place): string[] =>
  optionsOf(command).flatMap((option) => {
    if (!option.required && !option.optional) return []
    const patterns = flagsOf(option).map((flag) => `${words} ${flag}`)
    return branch(patterns, option.argChoices ? `words='${option.argChoices.join(' ')}'` : 'return')
  })

const wordsBranch = ({ words, command }: Place): string[] => {
  const next = [
    ...command.commands.map((one) => one.name()),
    ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
  ]
  return branch([words], `words='${next.join(' ')}' flags='${optionsOf(command).flatMap(flagsOf).join(' ')}'`)
}

const FOR_ZSH = `autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
`

/**
 * A script for bash, and for zsh by its `bashcompinit`: all that the commands say of themselves is in it, so that no key
 * starts a process. Where it has no word to offer, the shell offers files.
 */
export const completionScript = (root: Command, shell: (typeof SHELLS)[number]): string => {
  const places = placesOf(root)
  const calls = places.slice(1).map(({ words }) => words)
  const function_ = `_${root.name()}`
  return `${shell === 'zsh' ? FOR_ZSH : ''}${function_}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" place="" words="" flags="" word
  COMPREPLY=()
  # bash takes --option=value for three words.
  if [ "$current" = "=" ]; then current=""
  elif [ "$previous" = "=" ]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    word="\${place:+$place }$word"
    case "$word" in
      ${branch(calls, 'place="$word"').join('')}
    esac
  done
  case "$place $previous" in
    ${places.flatMap(valueBranches).join('\n    ')}
    *)
      case "$place" in
        ${places.flatMap(wordsBranch).join('\n        ')}
      esac
      case "$current" in -*) words="$flags" ;; esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F ${function_} ${root.name()}`
}
