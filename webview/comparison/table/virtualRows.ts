/** The height of a row, in pixels; the style sheet has it too. */
export const ROW_HEIGHT = 24;

/** Rows above and below what is seen, so that a turn of the wheel shows no gap. */
const MARGIN = 8;

/** Which rows are to be there: those that are seen and some around them, from the first and without the last. */
export function rowsInView(scrollTop: number, height: number, count: number): readonly [number, number] {
  const first = Math.floor(scrollTop / ROW_HEIGHT) - MARGIN;
  const last = Math.ceil((scrollTop + height) / ROW_HEIGHT) + MARGIN;
  const begin = Math.min(Math.max(0, first), Math.max(0, count - 1));
  return [begin, Math.max(begin, Math.min(count, last))];
}

/** How far to scroll so that a row is seen whole; the same if it is. @param height of what is seen, without the heads */
export function scrolledTo(row: number, scrollTop: number, height: number): number {
  const top = row * ROW_HEIGHT;
  if (top < scrollTop) return top;
  return top + ROW_HEIGHT > scrollTop + height ? top + ROW_HEIGHT - height : scrollTop;
}
