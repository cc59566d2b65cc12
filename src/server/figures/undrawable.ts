/** Of an image that the library for PNG can't draw. It is in no state to draw another one: end the thread. */
export const UNDRAWABLE = 'the figure can be drawn as SVG, but not as PNG'
