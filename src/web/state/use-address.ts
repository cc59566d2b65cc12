import { useEffect, useState } from 'preact/hooks'

type Address = {
  search: string
  go(href: string): void
  /** Says the same in other words: going back does not lead here twice. */
  replace(href: string): void
}

/** The query string of the address; links that begin with ? change it without a reload. */
export const useAddress = (): Address => {
  const [search, setSearch] = useState(location.search)
  const go = (href: string) => {
    if (href !== location.search) history.pushState(null, '', href)
    setSearch(location.search)
  }
  const replace = (href: string) => {
    history.replaceState(null, '', href)
    setSearch(location.search)
  }
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      const link = event.target instanceof Element && event.target.closest('a[href^="?"]')
      if (!link) return
      event.preventDefault()
      go(link.getAttribute('href')!)
    }
    const back = () => setSearch(location.search)
    document.addEventListener('click', follow)
    addEventListener('popstate', back)
    return () => {
      document.removeEventListener('click', follow)
      removeEventListener('popstate', back)
    }
  }, [])
  return { search, go, replace }
}
