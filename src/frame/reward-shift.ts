const DEGREES = 180 / Math.PI

/**
 * The signed angle from the vector (uc, ur) to (vc, vr), counter-clockwise positive, in (-180, 180] degrees
 * (Definition 1 with a sign; the arccos form loses digits near 0). NaN when either has no length or is unknown.
 */
export const angleBetween = (uc: number, ur: number, vc: number, vr: number): number => {
  if ((uc === 0 && ur === 0) || (vc === 0 && vr === 0)) return NaN
  // Scaled, so that products neither overflow nor vanish; a direction has no length anyway.
  const u = Math.max(Math.abs(uc), Math.abs(ur))
  const v = Math.max(Math.abs(vc), Math.abs(vr))
  const [a, b, c, d] = [uc / u, ur / u, vc / v, vr / v]
  const angle = Math.atan2(a * d - b * c, a * c + b * d) * DEGREES
  // Opposite vectors: atan2 gives -180 for a negative zero.
  return angle === -180 ? 180 : angle
}
