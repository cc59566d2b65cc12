import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

/**
 * Keys for a list of pairs: j and k, or the arrows once a pair has the focus, go to the next and the previous one, Enter opens
 * it, Escape closes it. Only where nothing else takes keys: the focus is on the list, or nowhere.
 */
export const usePairKeys = (list: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement) || !list.current)
        return
      if (target !== document.body && !list.current.contains(target)) return
      const pairs = [...list.current.children] as HTMLElement[]
      const at = pairs.findIndex((pair) => pair.contains(target))
      const pair = pairs[at]
      const button = pair?.querySelector<HTMLElement>('[aria-expanded]')
      const isArrow = key.startsWith('Arrow')
      if (key in STEPS && (!isArrow || target === pair)) pairs[at + STEPS[key]!]?.focus()
      else if (key === 'Enter' && target === pair) button?.click()
      else if (key === 'Escape' && button?.ariaExpanded === 'true') {
        button.click()
        pair!.focus()
      } else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [list])
}
