import { useState } from 'preact/hooks'

/** Copies a text. Nothing where the browser can't: they can on localhost and over HTTPS alone. */
export const CopyButton = ({ text }: { text: string }) => {
  const [copied, setCopied] = useState<string | null>(null)
  if (!('clipboard' in navigator)) return null
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(text)
  }
  return (
    <button type="button" onClick={copy}>
      {copied === text ? 'Copied' : 'Copy'}
    </button>
  )
}
