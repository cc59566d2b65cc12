import { InvalidInput } from '../domain/errors.ts'

/** @throws InvalidInput, without repeating it, for an address that is none or may have a secret in it. */
export const checkAddress = (address: string, variable: string): string => {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InvalidInput(`${variable} must be an http or https URL`)
  if (url.username || url.password)
    throw new InvalidInput(`${variable} must not have a user or a password in it`)
  if (url.search || url.hash) throw new InvalidInput(`${variable} must not have a query or a fragment in it`)
  return address
}
