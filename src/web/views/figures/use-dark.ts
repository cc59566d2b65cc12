import { useEffect, useState } from 'preact/hooks'

const query = matchMedia('(prefers-color-scheme: dark)')

/** Whether the page is dark, as its reader wants it. */
export const useDark = (): boolean => {
  const [isDark, setIsDark] = useState(query.matches)
  useEffect(() => {
    const follow = () => setIsDark(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  return isDark
}
