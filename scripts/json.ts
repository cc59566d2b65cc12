import { Option } from 'commander'

/** Of commands whose output programs read: instead of lines for people, which then go to the standard error. */
export const asJson = () => new Option('--json', 'print one JSON object, for programs')

export const printJson = (object: object): void => console.log(JSON.stringify(object))
