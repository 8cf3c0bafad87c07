import { createRovingFocus } from './rovingFocus';

/** Of a true class what was read as a class. */
export interface GridPlace {
  readonly truth: number;
  readonly predicted: number;
}

export interface MatrixGridOptions {
  /** By Enter, space or a click. @param byKey the keyboard was used, so that what opens should take the focus */
  readonly onOpen: (place: GridPlace, byKey: boolean) => void;
  /** The cell with the focus or the pointer is another one; undefined: none has it. */
  readonly onLook: (place: GridPlace | undefined) => void;
}

export interface MatrixGrid {
  /** `[truth][predicted]`, and the names at the edges, of which those of the cell that is looked at stand out. */
  setCells(
    cells: readonly (readonly HTMLElement[])[],
    heads: { readonly rows: readonly HTMLElement[]; readonly columns: readonly HTMLElement[] },
  ): void;
  /** The cell whose images are shown, if any. */
  mark(place: GridPlace | undefined): void;
  focus(place: GridPlace): void;
}

/** A table of true and predicted classes as one stop of the Tab key: arrow keys go from cell to cell, Enter and a click open one. */
export function createMatrixGrid(table: HTMLElement, { onOpen, onLook }: MatrixGridOptions): MatrixGrid {
  const roving = createRovingFocus(table);
  let cells: readonly (readonly HTMLElement[])[] = [];
  let heads: Parameters<MatrixGrid['setCells']>[1] = { rows: [], columns: [] };
  let marked: GridPlace | undefined;
  const cellAt = (place: GridPlace | undefined): HTMLElement | undefined => (place ? cells[place.truth]?.[place.predicted] : undefined);
  const placeOf = (target: EventTarget | null): GridPlace | undefined => {
    const cell = target instanceof Element ? target.closest('td') : null;
    const truth = cells.findIndex(row => row.some(one => one === cell));
    return truth < 0 ? undefined : { truth, predicted: cells[truth]!.findIndex(one => one === cell) };
  };
  const look = (place: GridPlace | undefined): void => {
    for (const head of [...heads.rows, ...heads.columns]) head.classList.remove('current');
    const current = place ?? marked;
    if (current) for (const head of [heads.rows[current.truth], heads.columns[current.predicted]]) head?.classList.add('current');
    onLook(place);
  };
  table.addEventListener('focusin', ({ target }) => look(placeOf(target)));
  table.addEventListener('pointerover', ({ target }) => look(placeOf(target)));
  table.addEventListener('focusout', () => look(undefined));
  table.addEventListener('pointerleave', () => look(placeOf(document.activeElement)));
  table.addEventListener('click', ({ target }) => {
    const place = placeOf(target);
    if (place) onOpen(place, false);
  });
  table.addEventListener('keydown', event => {
    const place = ['Enter', ' '].includes(event.key) ? placeOf(event.target) : undefined;
    if (!place) return;
    event.preventDefault();
    onOpen(place, true);
  });
  const mark = (place: GridPlace | undefined): void => {
    cellAt(marked)?.removeAttribute('aria-selected');
    marked = place;
    cellAt(marked)?.setAttribute('aria-selected', 'true');
    look(placeOf(document.activeElement));
  };
  return {
    setCells(made, names) {
      cells = made;
      heads = names;
      roving.setCells(made);
      mark(marked);
    },
    mark,
    focus: place => cellAt(place)?.focus(),
  };
}
