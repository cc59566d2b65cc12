import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Azure's machines find their platform there, at an address of the internet. */
const OF_AZURE = '168.63.129.16'

/** Of IPv6, IANA has given nothing else to the internet; ::/96 once wrapped IPv4. */
const IPV6_OF_THE_INTERNET = ipaddr.IPv6.parseCIDR('2000::/3')

/** Whether an IP address is one of the internet. An IPv4 address that IPv6 maps is what it is by itself; no tunnel is public. */
export const isPublic = (address: string): boolean => {
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(IPV6_OF_THE_INTERNET)) return false
  return parsed.range() === 'unicast' && parsed.toString() !== OF_AZURE
}

/** The IP address that a URL has instead of a name. */
export const addressIn = ({ hostname }: URL): string | null => {
  const address = hostname.replace(/^\[|\]$/g, '')
  return isIP(address) ? address : null
}

/** Why an address is not connected to; null: it is. Without encryption nothing leaves a private network. */
export const refusalOf = (
  { protocol }: URL,
  address: string,
  { allowPrivate }: { allowPrivate: boolean },
): string | null => {
  if (!isPublic(address))
    return allowPrivate ? null : `${address} is no public address; WEBHOOK_PRIVATE=true allows it`
  return protocol === 'https:' ? null : `${address} is a public address, which is reached by https alone`
}

/**
 * A lookup for connections that finds only addresses which are not refused: what was looked at is what is connected to,
 * whatever the name resolves to the next time.
 */
export const guardedLookup =
  (refuse: (address: string) => string | null, lookup: LookupFunction): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error || typeof found === 'string') return callback(error, found)
      const allowed = found.filter(({ address }) => refuse(address) === null)
      if (options.all && allowed.length > 0) return callback(null, allowed)
      const [first] = allowed
      if (first) return callback(null, first.address, first.family)
      callback(new Error(refuse(found[0]?.address) ?? 'it has no address'), [])
    })
