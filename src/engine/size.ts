const [NUMBER, REFERENCE, OBJECT] = [8, 8, 48]

/** About how many bytes of memory a value takes that goes between threads. */
export const memoryOf = (value: unknown): number => {
  let bytes = 0
  const rest = [value]
  while (rest.length > 0) {
    const one = rest.pop()
    if (typeof one === 'string') bytes += OBJECT + one.length
    else if (typeof one !== 'object' || one === null) bytes += NUMBER
    else if (ArrayBuffer.isView(one)) bytes += OBJECT + one.byteLength
    else if (Array.isArray(one) && typeof one[0] === 'number') bytes += OBJECT + NUMBER * one.length
    else {
      const inner = one instanceof Map ? [...one].flat() : Object.values(one)
      bytes += OBJECT + REFERENCE * inner.length
      for (const value of inner) rest.push(value)
    }
  }
  return bytes
}
