export interface RovingFocus {
  /** Other cells, in rows; the place of the one that Tab reaches stays. */
  setCells(cells: readonly (readonly HTMLElement[])[]): void;
}

/**
 * Makes a grid one stop of the Tab key: the arrow keys go from cell to cell, Home and End to the ends of the row, with Ctrl to the first
 * and the last cell.
 */
export function createRovingFocus(grid: HTMLElement): RovingFocus {
  let cells: readonly (readonly HTMLElement[])[] = [];
  let [row, column] = [0, 0];
  let stop: HTMLElement | undefined;
  const makeStop = (): void => {
    row = clamp(row, cells.length);
    column = clamp(column, cells[row]?.length ?? 0);
    if (stop) stop.tabIndex = -1;
    stop = cells[row]?.[column];
    if (stop) stop.tabIndex = 0;
  };
  grid.addEventListener('focusin', ({ target }) => {
    const found = cells.findIndex(of => of.some(cell => cell === target));
    if (found < 0) return;
    row = found;
    column = cells[row]!.findIndex(cell => cell === target);
    makeStop();
  });
  grid.addEventListener('keydown', event => {
    if (event.altKey || event.metaKey || event.shiftKey) return;
    const lastColumn = (cells[row]?.length ?? 0) - 1;
    const last = [cells.length - 1, (cells.at(-1)?.length ?? 0) - 1] as const;
    const plain: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, lastColumn],
    };
    const target = (event.ctrlKey ? { Home: [0, 0] as const, End: last } : plain)[event.key as 'Home'];
    if (!target) return;
    event.preventDefault();
    const to = clamp(target[0], cells.length);
    cells[to]?.[clamp(target[1], cells[to].length)]?.focus();
  });
  return {
    setCells: made => {
      cells = made;
      for (const cell of cells.flat()) cell.tabIndex = -1;
      makeStop();
    },
  };
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(index, length - 1));
}
