import { useEffect, useState } from 'preact/hooks'

/** The query string of the address; links that begin with ? change it without a reload. */
export const useAddress = (): [search: string, go: (href: string) => void] => {
  const [search, setSearch] = useState(location.search)
  const go = (href: string) => {
    if (href !== location.search) history.pushState(null, '', href)
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
  return [search, go]
}
